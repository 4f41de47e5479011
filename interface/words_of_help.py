"""What `--help` says, in Chinese by its English; the English is where a command and its options are declared.

A text of several paragraphs stands here by its first one: what follows is an example, which has no language.
"""

HELP_ZH: dict[str, str] = {
    # commands
    "Simulate the reform of development zones.": "开发区改革仿真。",
    "Simulate a scenario and print it beside the published figures.": "模拟一个情景，并与公开数据对照。",
    "Check the installation: versions, compiled engine, fonts, write access, one short run.": (
        "检查安装情况：版本、编译、字体、写权限，并作一次短期试算。"
    ),
    "Serve the web page on which reform options are compared; Ctrl-C stops it.": (
        "启动比较改革方案的网页；按 Ctrl-C 停止。"
    ),
    "Fit the parameters to the published figures; write the posterior and a calibration card.": (
        "按公开数据校准参数，写出后验与校准说明卡。"
    ),
    "Set a posterior against figures that it was not fitted to, and against forecasts that need no model.": (
        "用未参与校准的公开数据和无需模型的预测检验后验。"
    ),
    "Compare reform options with a base, draw by draw under the same luck: effects, origins of projects, costs.": (
        "在随机因素相同的前提下逐次比较改革方案与基准：效应、项目来源、成本。"
    ),
    "Divide a reform's difference to no reform among its parts, so that they add up (Shapley values).": (
        "把改革与不改革之差分解到各项措施，各项相加等于合计（Shapley 值）。"
    ),
    "Roll a reform out in simulated worlds and hold four estimators against the true effect.": (
        "在模拟中分批推行改革，用已知的真实效果检验四种评估方法。"
    ),
    "Rank options where nobody can say how likely a future is: regret, thresholds, when ranks flip, packages.": (
        "在未来可能性未知时比较方案：后悔值、门槛、名次何时互换、可行组合。"
    ),
    "Run a design and store its runs; what is stored already is not run again.": (
        "按设计批量运行并入库；已入库的不再重跑。"
    ),
    "Tell which factors of a sampled design move an output, how surely, and what their values rest on.": (
        "分析哪些因素影响某项输出、把握多大、取值依据是什么。"
    ),
    "Print what a shell needs to complete commands, options and names with the tab key.": (
        "输出命令行补全脚本：按 Tab 键补全命令、选项和名称。"
    ),
    "List, show and check scenarios.": "列出、查看、检查情景。",
    "List the scenarios that ship.": "列出自带的情景。",
    "Show a scenario: its world and its dated levers, each with its source.": (
        "查看一个情景：所在区域，以及各政策杠杆的起始时间、取值和来源。"
    ),
    "Show the catalogue of levers: bands, cost and pot, limits that are not money, and what the law says.": (
        "查看政策杠杆目录：档位、成本与资金来源、非资金约束、合规依据。"
    ),
    "Check a scenario, world or design file and run nothing.": "检查情景、区域或设计文件，不作运行。",
    "Print the JSON Schema of scenario, world or design files, for editors.": (
        "输出情景、区域或设计文件的 JSON Schema，供编辑器使用。"
    ),
    "The ledger of published figures.": "公开数据台账。",
    "List the published figures.": "列出公开数据。",
    "Show one figure with its quote, interval, role, reason, and what of the model it is compared through.": (
        "查看一项公开数据：原文、区间、用途及理由、对照的模型输出。"
    ),
    "Tell what is known of each place: how many figures of each role, and of what.": (
        "查看各地有哪些公开数据：各类用途的数量与内容。"
    ),
    "Check the ledger: intervals, arithmetic, links, roles, operators, and with --sources every quote.": (
        "检查台账：区间、算术、关联、用途、对照方法；加 --sources 则逐条核对原文。"
    ),
    "List the sets of figures that cannot all be true as read.": "列出按字面不可能同时成立的公开数据。",
    "My zone: a form for a zone's office, and what it gives.": "我的开发区：供开发区填写的表格及其结果。",
    "Write the form, blank or from a filled one, as an Excel sheet or as YAML.": (
        "生成表格（空白或沿用已填表格），Excel 或 YAML 格式。"
    ),
    "Check a filled form, tell what each number is used for, and run nothing.": (
        "检查已填表格，说明各项数据的用途，不作运行。"
    ),
    "Make the zone of a filled form, look back at its three years, and compare packages with no reform.": (
        "按已填表格生成开发区，回溯近三年，并将各组合与不改革相比较。"
    ),
    "The results store: batches of runs.": "结果库：各批次运行。",
    "List the batches of a store.": "列出结果库中的批次。",
    "Show a batch: what was asked, and the median and 90 % band of each output over its runs.": (
        "查看一个批次：所问问题，以及各输出的中位数与 90% 区间。"
    ),
    "Check a batch: every byte, every run once and none lost, the digest; with --rerun some runs again.": (
        "核验一个批次：逐字节、运行不重不漏、摘要一致；加 --rerun 则抽取若干次重跑比对。"
    ),
    "Ask the store in SQL; a query can write nothing and reads nothing but the store.": (
        "用 SQL 查询结果库；查询只读，且只能读取结果库。"
    ),
    "Write a table of a batch, or the answer to a query, as CSV, Parquet, Excel, Stata or LaTeX.": (
        "把批次中的表或查询结果导出为 CSV、Parquet、Excel、Stata 或 LaTeX。"
    ),
    "Make one zip of a batch that checks itself elsewhere and runs itself again.": (
        "把一个批次打包为 zip，可在他处自行核验和重跑。"
    ),
    "Answer a design's question from its batch: paired effects with bands, or indices; and a figure that says so.": (
        "用批次结果回答设计所提的问题：成对效应及区间，或敏感性指数，并可作图。"
    ),
    # options that many commands have
    "Print the version and stop.": "显示版本后退出。",
    "Show the traceback of a failure.": "出错时显示详细信息。",
    "Language of help and of every command, en or zh; from the locale where not given.": (
        "帮助及全部命令所用语言，en 或 zh；未指定时随系统。"
    ),
    "en or zh; from the locale where not given.": "en 或 zh；未指定时随系统。",
    "Print one JSON document on stdout and nothing else there.": "标准输出只给出一个 JSON 文档。",
    "Draw parameters from the priors, not from the posterior that ships.": "参数取自先验，而非自带的后验。",
    "Draws of the parameters.": "参数抽样次数。",
    "Seed of all luck.": "随机种子。",
    "Threads; 0: one a core. The numbers stay.": "线程数；0 为每核一个。不影响数值。",
    "New folder for the numbers as CSV and JSON.": "存放数值（CSV 与 JSON）的新文件夹。",
    "Show this message and exit.": "显示本帮助后退出。",
    "What the picture shows.": "图的内容。",
    "New picture: .png, .svg or .pdf.": "新图片：.png、.svg 或 .pdf。",
    "Zone looked at, by id; else the focus of the scenarios.": "所看开发区的编号；默认为情景的关注对象。",
    "Who reforms: as the scenarios say, all zones the same, or rivals follow.": (
        "谁在改革：按情景所列（zone）、全部同步（all）或竞争者跟进（rivals）。"
    ),
    "Outcome, by the name that --json gives it.": "指标，用 --json 中的名称。",
    "Months after the first changed lever.": "首个杠杆变动后的月数。",
    "Folder of the results store.": "结果库所在文件夹。",
    "Folder of the results store, for the runs.": "存放各次运行的结果库文件夹。",
    "Runs at once; 0: one a core.": "同时运行数；0 为每核一个。",
    "Processes instead of threads.": "用多进程代替多线程。",
    "Address of a Dask scheduler whose workers do it.": "Dask 调度器地址，由其工作节点运行。",
    "Write a picture here.": "图片写入此处。",
    "A batch: its id, the beginning of it, or its folder.": "批次：编号、编号开头或所在文件夹。",
    # run
    "Name of a scenario that ships, or path of a YAML file.": "自带情景的名称，或 YAML 文件路径。",
    "Change one thing: path=value.": "改动一项：路径=取值。",
    "Months from January 2017; 0: the scenario's own.": "自 2017 年 1 月起的月数；0 为情景自身期限。",
    "New picture of the bands: .png, .svg or .pdf.": "区间图：.png、.svg 或 .pdf。",
    # app
    "Port; 0: any that is free.": "端口；0 为任意空闲端口。",
    "Address to listen on; this computer alone unless told otherwise.": "监听地址；默认仅限本机。",
    "A further name by which browsers may call this server.": "其他主机名，供浏览器访问本服务。",
    "Open the page in a browser.": "在浏览器中打开网页。",
    # calibrate, validate
    "Name of a specification that ships, or path of a YAML file.": "自带设定的名称，或 YAML 文件路径。",
    "A rehearsal: the same steps at an eighth of the runs.": "预演：步骤相同，运行次数为八分之一。",
    "Folder of another ledger of figures.": "另一份公开数据台账的文件夹。",
    "New folder for posterior and card; left out: by digest.": "新文件夹，存放后验与说明卡；省略则以摘要命名。",
    "Go on with a fit that was stopped.": "继续已中断的校准。",
    "File of a posterior; left out: the one that ships.": "后验文件；省略则用自带的后验。",
    "Known truths to fit again; 0: what was stored of it.": "重新校准的已知真值个数；0 为已存结果。",
    "Draws of each of these fits.": "每次重新校准的抽样次数。",
    "Fit again without each zone in turn.": "逐一去掉各开发区后重新校准。",
    "Folder of the ledger that it was fitted to.": "校准所用台账的文件夹。",
    "Go on with runs that were stopped.": "继续已中断的运行。",
    # compare, explain, robust, rollout
    "The base: a scenario that ships, or a YAML file.": "基准：自带情景或 YAML 文件。",
    "Options compared with it; without any, Jimo's reform part by part, and whole.": (
        "与基准比较的方案；省略则为即墨改革的各部分及整体。"
    ),
    "Count from this month instead of each option's first lever.": "自该月起算，不从各方案首个杠杆起。",
    "Tell present values, costs by pot, cost against projects, the gate too.": (
        "另列净现值、按资金来源的成本、花费与项目对照、评审关口的代价。"
    ),
    "A scenario that ships, or a YAML file.": "自带情景或 YAML 文件。",
    "By parts of the lever catalogue (the default).": "按政策杠杆目录分解（默认）。",
    "The published 1.5 times by causes.": "分解公开的 1.5 倍由何而来。",
    "The best of many zones without reform.": "不改革时，众多开发区中的最好者。",
    "Seven parts, exact; or the catalogue's groups, sampled.": "七个部分（精确），或目录各组（抽样）。",
    "A roll-out design that ships, or a YAML file.": "自带的推行设计或 YAML 文件。",
    "Worlds drawn; 0: as the design says.": "抽样次数；0 为按设计。",
    "Seed of all luck; else the design's.": "随机种子；默认用设计所定。",
    "Zones of a made world; 0: as the design says.": "虚构区域的开发区数；0 为按设计。",
    "Only this outcome of the design, by name; else all, and the first in the picture.": (
        "只看设计中的这一指标；省略则全部列出，图中取第一个。"
    ),
    "New picture of bias and coverage: .png, .svg or .pdf.": "偏误与覆盖率图：.png、.svg 或 .pdf。",
    "Options, by name or file; without any, Jimo's reform part by part, and whole. Doing nothing is always one.": (
        "方案的名称或文件；省略则为即墨改革的各部分及整体。不改革始终在列。"
    ),
    "Futures.": "未来情形的数量。",
    "Outcome of regret, several times for several.": "计算后悔值的指标，可多次给出。",
    "What must be met: an outcome against a number or doing nothing (base); several times.": (
        "须满足的门槛：指标与数值相比，或与不改革（base）相比；可多次给出。"
    ),
    "Count from this month instead of the earliest lever of any option.": "自该月起算，不从各方案最早杠杆起。",
    "Search for packages of levers under the limits.": "在限额内搜索杠杆组合。",
    "Most that is paid more from a pot over the horizon; several times.": "单一资金来源的增支上限，可多次给出。",
    "Posts that a package may add; negative: must free.": "组合可增加的岗位数；负数表示须精简。",
    "New land that it may take beside doing nothing [mu].": "新增用地上限，与不改革相比［亩］。",
    "Loosest standing in law that it may use; what is banned never is.": "可用的最宽合规状态；禁止的一律不用。",
    "Generations of the search.": "搜索的代数。",
    # sweep, sensitivity
    "Name of a design that ships, or path of a YAML file.": "自带设计的名称，或 YAML 文件路径。",
    "Keep more than outputs; may be given twice.": "除输出外另存的内容，可给出两次。",
    "Only the first so many runs.": "只运行前若干次。",
    "Go on with a sweep that was stopped.": "继续已中断的批量运行。",
    "Tell runs, time and disk, and write nothing.": "只报告次数、用时与磁盘占用，不写入。",
    "A batch (id or folder), or a store that holds one.": "批次（编号或文件夹），或只含一个批次的结果库。",
    "Output of the design; left out: the first of its question.": "设计中的输出；省略则取问题的第一项。",
    "New file for a figure: .png, .svg or .pdf.": "新图片文件：.png、.svg 或 .pdf。",
    # completion
    "The shell that you use.": "所用的命令行外壳。",
    # scenario, evidence
    "A lever or a package; without it all are listed.": "杠杆或组合的名称；省略则全部列出。",
    "The law of a month or day, such as 2021-06; else of the latest document read.": (
        "按某月或某日的法规，如 2021-06；默认截至最新文件。"
    ),
    "A scenario, world or design file.": "情景、区域或设计文件。",
    "scenario, world or design": "scenario（情景）、world（区域）或 design（设计）",
    "Only figures of this zone.": "只列该开发区的公开数据。",
    "Only figures of this indicator.": "只列该指标的公开数据。",
    "Only figures of this role.": "只列该用途的公开数据。",
    "Only figures of this source.": "只列该来源的公开数据。",
    "Identifier of a figure, as `evidence list` gives it.": "公开数据的编号，见 `evidence list`。",
    "Folder of the source texts, to verify every quote.": "来源文本所在文件夹，用于逐条核对原文。",
    # zone
    "New file: .xlsx, .yaml or .yml.": "新文件：.xlsx、.yaml 或 .yml。",
    "A filled form to start from: a file, or one that ships.": "作为起点的已填表格：文件，或自带的表格。",
    "A filled form: a file, or one that ships (jimo, weak-county).": (
        "已填表格：文件，或自带的表格（jimo、weak-county）。"
    ),
    "Draws compared; four times as many are tried.": "用于比较的抽样次数；试算为其四倍。",
    "Only this package; may be given several times.": "只看该组合，可多次给出。",
    # results
    "Runs of its sample to run again and compare.": "抽取重跑比对的次数。",
    "One SELECT over runs, zone_month, firms, failures.": "一条 SELECT，可查 runs、zone_month、firms、failures。",
    "Only this batch.": "只查该批次。",
    "New file: .csv, .parquet, .xlsx, .dta or .tex.": "新文件：.csv、.parquet、.xlsx、.dta 或 .tex。",
    "runs, zone_month or firms.": "表名：runs、zone_month 或 firms。",
    "One SELECT whose answer is exported instead of a table.": "一条 SELECT，导出其结果而非整张表。",
    "New file: .zip; named by the batch where not given.": "新文件：.zip；省略则以批次命名。",
    # report, and checks of effects
    "Write a report: findings first, then evidence, uncertainty, assumptions, and how to get the same again.": (
        "生成报告：先结论，后依据、不确定性、假设，以及重现方法。"
    ),
    (
        "A batch of results by its id; or a base and its options: scenarios that ship, or YAML files. With "
        "--calibration: the folder or file of a posterior; left out: the one that ships."
    ): (
        "结果批次的编号；或基准及各方案（自带情景或 YAML 文件）。与 --calibration 同用时为后验的文件夹或文件，"
        "省略即自带的后验。"
    ),
    "New file: .html, .docx or .xlsx.": "新文件：.html、.docx 或 .xlsx。",
    "Report a posterior: its fit and its validation.": "报告一个后验：校准与检验情况。",
    "Tell present values, costs by pot, cost against projects, debt too.": (
        "同时报告现值、按资金来源的成本、成本与项目的对照以及债务。"
    ),
    "Folder of the ledger that a posterior was fitted to.": "后验校准所用台账的文件夹。",
    "Known truths whose effects bands should hold; 0: what was stored.": ("区间应覆盖的真值个数；0：用已存结果。"),
}
