"""What reports say, in English and Chinese; `interface.words` takes it in."""

WORDS_OF_REPORT: dict[str, tuple[str, str]] = {
    # sections
    "report_findings": ("Findings", "主要结论"),
    "report_evidence": ("Evidence", "依据"),
    "report_uncertainty": ("How sure this is", "不确定性"),
    "report_assumptions": ("Assumptions", "前提假设"),
    "report_not_identified": ("What the published figures cannot tell", "公开数据无法说明的问题"),
    "report_not_modelled": ("What is not modelled", "未纳入模型的方面"),
    "report_words": ("Words used here", "用语说明"),
    "report_annex": ("Annex: all effects", "附表：全部效应"),
    "report_manifest": ("How to get the same again", "复现方法"),
    # a comparison
    "report_title": ("Reform options for {zone}", "{zone}改革方案比较报告"),
    "report_subtitle": (
        "{options} against “{base}”; a simulation, not a forecast. Model version {version}, run {digest}.",
        "{options}与“{base}”相比；本报告为模拟，不是预测。模型版本 {version}，运行 {digest}。",
    ),
    "report_option": ("“{option}”", "“{option}”"),
    "report_options": ("{count} options", "{count} 个方案"),
    "report_which": ("Which option?", "哪个方案？"),
    "report_how_much": ("How much?", "影响多大？"),
    "report_how_sure": ("How sure?", "把握多大？"),
    "report_expense": ("At whose expense?", "代价由谁承担？"),
    "report_on_what": ("On what assumption?", "建立在什么前提上？"),
    "report_largest": (
        "Of {count} options, “{option}” leaves the whole region with the most projects in production, by the median.",
        "按中位数比较，{count} 个方案中以“{option}”的全区域投产项目最多。",
    ),
    "report_which_better": (
        "“{option}” surely brings the region more projects in production than “{base}”, under the assumptions below.",
        "在下述前提下，与“{base}”相比，可以确定“{option}”使全区域投产项目增加。",
    ),
    "report_which_worse": (
        "“{option}” surely leaves the region fewer projects in production than “{base}”, under the assumptions below.",
        "在下述前提下，与“{base}”相比，可以确定“{option}”使全区域投产项目减少。",
    ),
    "report_which_open": (
        "Whether “{option}” brings the region more projects in production than “{base}” is open: it may go either way.",
        "与“{base}”相比，“{option}”能否使全区域投产项目增加，尚不能确定：可能增加，也可能减少。",
    ),
    "report_which_few": (
        "There are too few draws to say anything of “{option}”: {draws}, where at least {fewest} are needed.",
        "抽样过少，对“{option}”不能下结论：仅 {draws} 次，至少需 {fewest} 次。",
    ),
    "report_which_nothing": (
        "“{option}” does not change how many projects go into production in the region.",
        "“{option}”不改变全区域的投产项目数。",
    ),
    "report_much": (
        (
            "Within {months} months of the first measure, projects that went into production change by {value} in the "
            "whole region (90 % band {low} to {high}) and by {own} in {zone} itself ({own_low} to {own_high})."
        ),
        (
            "首项措施实施后 {months} 个月内累计投产项目的增减（中位数）：全区域 {value} 个（90% 区间 {low} 至 "
            "{high}），"
            "其中{zone} {own} 个（{own_low} 至 {own_high}）。"
        ),
    ),
    "report_sure": (
        (
            "For the region it is better in {better} and worse in {worse} of {draws} draws, each a world that the "
            "evidence allows. {chance} of the spread is luck, which no further knowledge would narrow. With other "
            "draws, as many, the median would come out some {error} higher or lower."
        ),
        (
            "共抽样 {draws} 次，每次代表一种与现有依据相符的情形。就全区域而言，{better} 的抽样更优，{worse} 更差。"
            "结果波动的 {chance} 来自随机因素，掌握再多资料也无法缩小。若另取同样多的抽样，中位数约上下变动 {error} "
            "个。"
        ),
    ),
    "report_surely": (
        "“Surely” means: in at least {sure} of the draws. It does not cover what the model leaves out.",
        "“确定”指至少 {sure} 的抽样如此，不包括模型未考虑的方面。",
    ),
    "report_neighbours": (
        (
            "Neighbours: within {months} months, {taken} projects in production ({taken_low} to {taken_high}) are "
            "taken from other zones of the region, {new} ({new_low} to {new_high}) are new to it, and {zone} loses "
            "{lost} that it would have had (medians). Net-new share: {net}."
        ),
        (
            "邻区：{months} 个月内，有 {taken} 个投产项目（{taken_low} 至 {taken_high}）来自区域内其他开发区，"
            "{new} 个（{new_low} 至 {new_high}）为全区域净新增，{zone}同时失去不改革时会有的 {lost} "
            "个（均为中位数）。净新增占比：{net}。"
        ),
    ),
    "report_purse": (
        (
            "The purse: by month {months} the county pays {cost} 亿元 more on balance ({cost_low} to {cost_high}; "
            "minus means less), and the consolidated debt of {zone} changes by {debt} 亿元 ({debt_low} to {debt_high})."
        ),
        (
            "财政：{months} 个月内县级净支出增减 {cost} 亿元（{cost_low} 至 {cost_high}，负数为减少）；"
            "第 {months} 个月末{zone}合并债务增减 {debt} 亿元（{debt_low} 至 {debt_high}）。"
        ),
    ),
    "report_also_worse": ("Surely worse for the region: {names}.", "可以确定使全区域投产项目减少的还有：{names}。"),
    "report_summary": (
        "The region's projects in production by month {months} against “{base}”, and medians of what goes with it",
        "至第 {months} 个月各方案与“{base}”相比全区域投产项目之差，以及相应各项的中位数",
    ),
    "report_col_option": ("option", "方案"),
    "report_sheet_summary": ("options", "各方案"),
    "report_no_change": (
        "“{option}” changes nothing: every number of every draw is that of “{base}”.",
        "“{option}”没有任何变化：每次抽样的每个数值都与“{base}”相同。",
    ),
    "report_glance": (
        "All options at a glance: changes against “{base}”, {months} months after the first measure",
        "各方案一览：首项措施实施 {months} 个月后与“{base}”之差",
    ),
    "report_col_outcome": ("outcome", "指标"),
    "report_col_base": ("base", "基准"),
    "report_col_median": ("change: median", "增减中位数"),
    "report_col_low": ("90 % band: from", "90% 区间下限"),
    "report_col_high": ("to", "上限"),
    "report_col_better": ("better in", "更优占比"),
    "report_col_verdict": ("verdict", "结论"),
    "report_glance_note": (
        (
            "Better, worse: in at least 95 % of draws, under these assumptions; open: neither; neutral: more is "
            "neither better nor worse. The base is a level, all else are differences of the same draw with and without "
            "the option. {units}"
        ),
        (
            "更优、更差：在现有前提下至少 95% 的抽样如此；未定：更优、更差均未达到；中性：不作优劣判断。"
            "基准为水平值，其余均为同一次抽样中实施与不实施该方案之差。{units}"
        ),
    ),
    "report_place_zone": ("{outcome}, the zone", "{outcome}（本区）"),
    "report_place_county": ("{outcome}, the county", "{outcome}（县区）"),
    "report_place_region": ("{outcome}, the region", "{outcome}（全区域）"),
    # money
    "report_worth": (
        "Present values over {months} months, option minus base [亿元]; debt still owed is taken off",
        "{months} 个月净现值（方案减基准）[亿元]，已扣除未偿债务",
    ),
    "report_pots": (
        "What is paid more, or no longer received, from each pot over {months} months [亿元]",
        "{months} 个月内各资金来源多支出或少收入的金额 [亿元]",
    ),
    "report_money_reading": (
        (
            "Present value: what comes in later counts for less. Left at book value: roads, plant and stakes in funds "
            "at the end, not in the sum. Safe level: a rule of the bond market of 2015 ({level}, {source}), no "
            "forecast of distress."
        ),
        (
            "净现值：收支发生得越晚，折算后越少。期末账面资产：期末的基础设施、厂房与基金份额，不计入合计。"
            "安全线取自 2015 年债券市场规定（{level}，{source}），不是对流动性紧张的预测。"
        ),
    ),
    "report_col_place": ("for", "对象"),
    "report_col_rate": ("discount rate a year", "年折现率"),
    "report_col_left": ("left at book value", "期末账面资产"),
    "report_col_payer": ("payer", "出资方"),
    "report_sheet_worth": ("present values", "净现值"),
    "report_sheet_pots": ("pots", "资金来源"),
    # evidence
    "report_charts_of": (
        "The charts below show “{option}” ({name}, against {base}); the numbers of all options are in the tables.",
        "以下各图为“{option}”（图中记作 {name}，基准记作 {base}）；全部方案的数值见表。",
    ),
    "report_published": (
        "As published beside as modelled: “{scenario}”",
        "公开口径与模型推算口径对照：“{scenario}”",
    ),
    "report_published_about": (
        (
            "These figures were printed of {zone}. Beside each stands what the model would have printed "
            "({draws} draws). Inside: what the wording allows and the 90 % band share a number; a wide band easily "
            "does. Figures set from the text are no test of the model."
        ),
        (
            "左侧为有关{zone}的公开报道数据，右侧为模型按同样口径得出的数值（{draws} 次抽样）。"
            "吻合：报道措辞可能的取值区间与 90% 区间有交集；区间越宽越容易吻合。直接按文本设定的数据不能用来检验模型。"
        ),
    ),
    "report_published_none": (
        "No published figure is of {zone}: nothing here was set beside what was printed of it.",
        "没有关于{zone}的公开数据可供对照。",
    ),
    "report_col_unit": ("unit", "单位"),
    "report_col_modelled": ("as modelled: median", "模型推算口径：中位数"),
    # uncertainty
    "report_bands": (
        "Where the spread comes from, {months} months after the first measure",
        "结果波动从何而来（首项措施实施后第 {months} 个月）",
    ),
    "report_col_parameters_low": ("parameters alone: from", "仅参数：下限"),
    "report_col_parameters_high": ("to", "上限"),
    "report_col_chance_low": ("luck alone: from", "仅随机：下限"),
    "report_col_draws": ("draws", "样本数"),
    "report_col_share": ("net-new share", "净新增占比"),
    "report_col_figure": ("figure", "数据"),
    "report_col_published": ("as published", "公开口径"),
    "report_col_inside": ("inside", "是否吻合"),
    "report_col_quote": ("quote and source", "原文与来源"),
    "report_col_chance_high": ("to", "上限"),
    "report_col_chance": ("share of luck", "随机占比"),
    "report_col_error": ("simulation error", "模拟误差"),
    "report_bands_note": (
        (
            "The first band is that of all draws. The second is what would be left of it if luck were averaged out; "
            "it narrows as more becomes known. The third is luck about the mean of a draw. The simulation error "
            "comes from the number of draws alone, falls with more of them, and says nothing about importance."
        ),
        (
            "第一个区间包括全部抽样；第二个为排除随机波动后的区间，掌握的资料越多越窄；第三个为随机因素造成的上下波动。"
            "模拟误差只与抽样次数有关，抽样越多越小，与是否重要无关。"
        ),
    ),
    "report_surface": (
        "Net-new share of “{option}” over what no published figure tells",
        "公开数据无法确定的因素取不同值时“{option}”的净新增占比",
    ),
    "report_surface_note": (
        (
            "Draws are parted at the median of each of three beliefs. If the share moves much from line to line, it "
            "is a matter of belief, not of evidence."
        ),
        "抽样按三项因素各自的中位数分组。若各行占比相差很大，说明结论取决于主观判断，而非证据。",
    ),
    # assumptions
    "report_macro": ("The economy outside: {macro}.", "外部经济：{macro}。"),
    "report_macro_recorded": ("as recorded to the end of 2022", "2022 年底以前按实际"),
    "report_macro_weak": (
        "as recorded, and weak demand after 2022",
        "2022 年底以前按实际，此后需求偏弱",
    ),
    "report_macro_boom": (
        "as recorded, and strong demand after 2022",
        "2022 年底以前按实际，此后需求旺盛",
    ),
    "report_macro_constant": ("neither boom nor slump", "保持平稳"),
    "report_counted": (
        "Months are counted from each option's first measure, which in these draws lies between {first} and {last}.",
        "月数自各方案首项措施实施之月起算；该月因抽样而异，在 {first} 至 {last} 之间。",
    ),
    "report_counted_one": (
        "Months are counted from each option's first measure, {first}.",
        "月数自各方案首项措施实施之月（{first}）起算。",
    ),
    "report_levers": ("What “{option}” does", "“{option}”的内容"),
    "report_col_zone": ("zone", "开发区"),
    "report_col_measure": ("measure", "措施"),
    "report_col_from": ("from (between, where not sure)", "起始月份（不确定的为可能范围）"),
    "report_col_value": ("setting", "取值"),
    "report_col_pot": ("paid from", "资金来源"),
    "report_col_law": ("law at {date}", "合规状态（{date}）"),
    "report_col_rests": ("number rests on", "取值依据"),
    "report_rests_published": ("published figure", "公开数据"),
    "report_rests_judgement": ("judgement", "判断"),
    "report_rests_both": ("published figure, judgement", "公开数据与判断"),
    "report_levers_note": (
        (
            "Settings that a text names without a number stand at 1. A star: the model books none of this cost. The "
            "law is a reading of the documents named in the catalogue of levers, not legal advice."
        ),
        (
            "文本提到但未给出数字的措施取 1。星号表示模型未计入该项成本。合规状态是对政策杠杆目录所列文件的解读，"
            "不构成法律意见。"
        ),
    ),
    # not identified, not modelled
    "report_unknown_effects": (
        (
            "Which part of a result comes from staff, pay or channels. The texts tell what was printed after a reform, "
            "not what would have been printed without it; what is said of these three rests on judgement alone."
        ),
        (
            "改革成效有多少来自人员、薪酬或招商渠道。公开文本只说明改革之后公布了什么，"
            "没有说明不改革会怎样；有关这三项的结论仅依据主观判断。"
        ),
    ),
    "report_unknown_net": (
        (
            "How much of what a zone gains is new to the region. That hangs on how many zones a project's owner hears "
            "of, on how different zones are to firms, and on how many projects stay in the region anyway; no published "
            "figure tells any of them."
        ),
        (
            "一个开发区增加的项目有多少是全区域净新增。这取决于项目方会接触多少个开发区、企业看来各区差异多大、"
            "有多少项目无论如何都会留在本区域，三者均无公开数据。"
        ),
    ),
    "report_unknown_selection": (
        (
            "What reforms that went badly looked like. The texts are promotional and tell of what went well; no band "
            "cures that."
        ),
        "不成功的改革是什么情形。公开文本多为宣传报道，只讲成绩，区间再宽也无法纠正这种选择性。",
    ),
    "report_not_booked": (
        "Real costs of these measures that no number here shows: {list}.",
        "这些措施确实会发生、但本报告数字未计入的成本：{list}。",
    ),
    # words
    "report_word_draw": ("draw", "抽样"),
    "report_word_draw_about": (
        (
            "One world that the evidence allows: a value of every parameter, and the luck of every firm. Base and "
            "option share both, so that a difference is the option's."
        ),
        "一种与现有依据相符的情形：每个参数取一个值，每家企业有各自的随机因素；基准与方案两者都相同，差异只来自方案。",
    ),
    "report_word_band": ("90 % band", "90% 区间"),
    "report_word_band_about": (
        "From the value that 5 % of draws lie below to the one that 5 % lie above.",
        "低于下限与高于上限的抽样各占 5%。",
    ),
    "report_word_net": ("net-new share", "净新增占比"),
    "report_word_net_about": (
        (
            "What the region gains over what the zone gains; what was taken from neighbours is not new. It is unclear "
            "where the zone itself gains next to nothing."
        ),
        "全区域增量与本区增量之比；从邻区转来的不算新增。本区几乎没有增加时，该比例无从判断。",
    ),
    "report_word_debt": ("consolidated debt", "合并债务"),
    "report_word_debt_about": (
        "Debt of committee and platform company, and guarantees that were called.",
        "管委会与平台公司债务，含已触发的担保等或有负债。",
    ),
    "report_word_cost": ("the county's net payments", "县级净支出"),
    "report_word_cost_about": (
        "Functions taken over, grants, and what goes to platform companies, less what zones hand up.",
        "承接的职能支出、补助及拨付平台公司的资金，减去开发区上缴部分。",
    ),
    "report_word_platform": ("platform company", "开发区平台公司"),
    "report_word_platform_about": (
        "The company beside the management committee that builds roads and plant, and borrows for them.",
        "管委会之外负责基础设施与厂房建设并为此融资的公司。",
    ),
    "report_word_printed": ("as published, as modelled", "公开口径、模型推算口径"),
    "report_word_printed_about": (
        "What a newspaper printed in its own words, and what the model says. Neither is called the truth.",
        "前者为公开报道原文口径，后者为模型所得。两者都不等于真实情况。",
    ),
    "report_word_units": ("亿元, mu", "亿元、亩"),
    "report_word_units_about": (
        "亿元: 100 million yuan at constant prices; mu: a fifteenth of a hectare.",
        "金额按不变价，单位亿元；土地单位亩。",
    ),
    "report_word_design": ("design, batch", "试验设计、批次"),
    "report_word_design_about": (
        "A design says which settings are tried at which parameters; a batch holds the runs that were made of it.",
        "试验设计规定在哪些参数下试验哪些设定；批次为据此完成的全部模拟。",
    ),
    "report_word_index": ("index", "指数"),
    "report_word_index_about": (
        "How much of an output's movement goes with one factor. It says what to find out next, not what to do.",
        "某一因素对结果的影响有多大。它说明下一步该查清什么，而不是该做什么。",
    ),
    "report_word_prior": ("prior, posterior", "先验、后验"),
    "report_word_prior_about": (
        (
            "What was held possible of a parameter before the published figures were looked at, and what is left of it "
            "once the model must be able to print them."
        ),
        "前者为参照公开数据之前认为可能的参数范围；后者为要求模型与这些数据相符之后剩下的范围。",
    ),
    "report_word_held": ("held-out figure", "留出数据"),
    "report_word_held_about": (
        "A published figure that was kept aside: the fit did not see it, so that it can test the fit.",
        "校准时有意不用、留作检验的公开数据。",
    ),
    "report_word_score": ("interval score", "区间得分"),
    "report_word_score_about": (
        (
            "How wide a band is, plus a penalty where the figure lies outside it; lower is better. A wide band is safe "
            "and says little."
        ),
        "区间宽度加上数据落在区间之外的罚分，越低越好。区间宽固然稳妥，但信息有限。",
    ),
    # a batch of results
    "report_sweep_title": ("{title}: what the runs say", "{title}：模拟结果报告"),
    "report_sweep_subtitle": (
        "A simulation, no forecast. Batch {id}, {draws} draws, {runs} runs; model version {version}, digest {digest}.",
        "本报告为模拟，不是预测。批次 {id}，{draws} 次抽样，{runs} 次模拟；模型版本 {version}，校验码 {digest}。",
    ),
    "report_question": ("The question", "问题"),
    "report_answer": ("The answer", "回答"),
    "report_in_numbers": ("In numbers", "数值"),
    "report_unfinished": (
        "{done} of {planned} runs are stored, {failed} failed; draws in which a run is missing are left out.",
        "计划 {planned} 次模拟，已存 {done} 次，失败 {failed} 次；缺少任何一次模拟的抽样不计入。",
    ),
    "report_effects": ("Effects on what the question is about", "对问题所涉指标的效应"),
    "report_other_outputs": (
        "{count} more outputs are in the report as a workbook, and in “zonereform results answer {id}”.",
        "另有 {count} 项指标，见 Excel 版报告，或运行“zonereform results answer {id}”。",
    ),
    "report_indices": ("What moves “{output}”{of}", "哪些因素影响“{output}”{of}"),
    "report_index_mu_star": ("mu* [{unit}]", "μ*［{unit}］"),
    "report_index_sigma": ("sigma [{unit}]", "标准差 σ［{unit}］"),
    "report_index_S1": ("S_1 [share of variance]", "S_1［方差占比］"),
    "report_index_ST": ("S_T [share of variance]", "S_T［方差占比］"),
    "report_index_pawn": ("PAWN [0 to 1]", "PAWN［0 至 1］"),
    "report_other_factors": (
        "{count} factors with smaller indices are in the report as a workbook, and in “zonereform sensitivity”.",
        "另有 {count} 个指数较小的因素，见 Excel 版报告，或运行“zonereform sensitivity”。",
    ),
    "report_table_indices": ("indices in full", "指数明细"),
    "report_indices_of": (", {of}", "，{of}"),
    "report_sweep_bands": (
        (
            "A band holds 90 % of the draws: luck and unknown parameters together. Each effect is a difference within "
            "a draw, so that both sides share them. The simulation error is what the median would still move with "
            "other draws, as many."
        ),
        (
            "区间包括 90% 的抽样，随机因素与参数不确定都在其中。每个效应都是同一次抽样内的差额，"
            "比较双方的随机因素与参数相同。"
            "模拟误差指另取同样多的抽样时中位数大约会变动多少。"
        ),
    ),
    "report_factors": ("What was varied", "变动的因素"),
    "report_col_factor": ("factor", "因素"),
    "report_col_contrast": ("what is compared", "比较内容"),
    "report_col_parameter": ("parameter", "参数"),
    "report_col_levels": ("settings or range", "取值或范围"),
    "report_col_effect": ("median", "中位数"),
    "report_sheet_factors": ("factors", "因素"),
    "report_sheet_indices": ("indices {number}", "指数{number}"),
    "report_sheet_effects": ("effects", "效应"),
    # a calibration
    "report_calibration_title": ("Calibration report: {title}", "校准报告：{title}"),
    "report_calibration_subtitle": (
        "{calls} runs of the model, {draws} draws kept; model version {version}, digest {digest}.",
        "模型运行 {calls} 次，保留抽样 {draws} 个；模型版本 {version}，校验码 {digest}。",
    ),
    "report_validation": ("On figures that the fit was not given", "对未参与校准的数据"),
    "report_fits": ("Are the figures met?", "与公开数据是否吻合？"),
    "report_learnt": ("What was learnt?", "从数据中得到了什么？"),
    "report_holds": ("Does it hold for other figures?", "对未参与校准的数据是否成立？"),
    "report_trust": ("Are the bands as wide as they say?", "区间宽度是否可信？"),
    "report_sheet_fitted": ("fitted figures", "用于校准的数据"),
    "report_sheet_held": ("held-out figures", "留出数据"),
    "report_sheet_learnt": ("parameters", "参数"),
    "report_sheet_naive": ("naive forecasts", "简单预测"),
    "report_sheet_left_out": ("zones left out", "逐区剔除"),
    "report_fitted": ("Figures that the fit was given", "用于校准的数据"),
    "report_held": ("Figures that it was not given", "未参与校准的数据"),
    "report_left_out": (
        "Figures of each zone against a fit that was not given any figure of that zone",
        "各区数据与剔除该区数据后的校准结果对照",
    ),
    "report_parameters": ("What the figures say of each parameter that may move", "公开数据对各可调参数说明了多少"),
    "report_naive": ("Beside forecasts that need no model", "与无需模型的简单预测相比"),
    "report_naive_note": (
        "Mean interval scores over the figures that both forecast, and their difference; lower is better.",
        "对双方都作了预测的数据，比较平均区间得分及其差；得分越低越好。",
    ),
    "report_col_low_plain": ("90 % band: from", "90% 区间下限"),
    "report_col_width": ("width over the prior's", "与先验宽度之比"),
    "report_col_score": ("score", "得分"),
    "report_col_prior_score": ("prior's score", "先验得分"),
    "report_col_gone": ("variance gone", "方差缩减"),
    "report_col_rule": ("forecast", "预测规则"),
    "report_col_figures": ("figures", "数据个数"),
    "report_col_ours": ("model", "模型"),
    "report_col_theirs": ("forecast", "简单预测"),
    "report_col_difference": ("difference", "差"),
    "report_col_difference_error": ("its error", "差的误差"),
    "report_col_rests_on": ("rests on", "依据"),
    "report_gone_note": (
        "Variance gone: how much less the posterior varies than the prior; 0 % where nothing was learnt.",
        "方差缩减：后验方差比先验小多少；0% 表示公开数据没有提供任何信息。",
    ),
    "report_believed": (
        "Parameters that no figure speaks of stay at their priors, and with them all effects that hang on them.",
        "公开数据未涉及的参数仍取先验，取决于这些参数的效应也仅依据先验。",
    ),
    # annex and manifest
    "report_annex_of": (
        "“{option}”: changes by months after the first measure (medians), band and verdict at month {last}",
        "“{option}”：首项措施实施后各月份的变化（中位数），区间与结论为第 {last} 个月",
    ),
    "report_col_month": ("{months} months", "{months} 个月"),
    "report_manifest_about": (
        "With this version of the program, the command gives the same numbers, to the same digest.",
        "用同一版本的程序运行以下命令，数值与校验码完全相同。",
    ),
    "report_sheet_findings": ("findings", "结论"),
    "report_sheet_manifest": ("manifest", "复现信息"),
    "report_sheet_glance": ("at a glance", "一览"),
    "report_sheet_published": ("as published", "公开口径对照"),
    "report_sheet_bands": ("uncertainty", "不确定性"),
    "report_sheet_surface": ("net-new share", "净新增占比"),
    "report_sheet_levers": ("measures {number}", "措施{number}"),
    "report_sheet_annex": ("effects {number}", "效应{number}"),
    "report_sheet_words": ("words", "用语"),
    "report_table_effects": ("effects in full", "效应明细"),
    "report_table_flows": ("flows", "项目流向"),
    "report_table_projects": ("projects", "项目来源"),
    # refusals
    "report_one_name": (
        "found {found}, a scenario; name a base and at least one option, or the id of a batch of results",
        "收到 {found}，为情景名；请给出基准与至少一个方案，或结果批次编号",
    ),
    "report_not_here": (
        "found {option} beside {kind}; it is for comparisons alone",
        "{option} 与{kind}不能同用，仅适用于方案比较",
    ),
    "report_kind_sweep": ("a batch of results", "结果批次"),
    "report_many_posteriors": (
        "found {found} names beside --calibration; allowed one folder or file of a posterior, or none",
        "--calibration 后有 {found} 个名称；只能给出一个后验文件夹或文件，或不给",
    ),
    "report_kind_calibration": ("--calibration", "--calibration"),
}
