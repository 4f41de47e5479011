"""What the frame of the command line says, in English and Chinese; `interface.words` takes it in."""

WORDS_OF_TERMINAL: dict[str, tuple[str, str]] = {
    "help_commands": ("Commands", "命令"),
    "help_options": ("Options", "选项"),
    "help_arguments": ("Arguments", "参数"),
    "help_example": ("Example: ", "示例："),
    "bar": (
        "{desc} {percentage:3.0f} % |{bar}| {n_fmt} of {total_fmt}, {elapsed} gone, {remaining} left",
        "{desc} {percentage:3.0f}% |{bar}| {n_fmt}/{total_fmt}，已用 {elapsed}，剩余 {remaining}",
    ),
    "scenario_setting": (
        "World {world}: {zones} zones; economy outside: {macro}; {months} months from January 2017.",
        "区域设定 {world}：{zones} 个开发区；外部经济：{macro}；自2017年1月起 {months} 个月。",
    ),
    "macro_recorded": ("as recorded up to 2022", "2022 年以前按实际"),
    "macro_weak": ("weak demand after 2022", "2022 年后需求偏弱"),
    "macro_boom": ("strong demand after 2022", "2022 年后需求旺盛"),
    "macro_constant": ("neither boom nor slump", "经济平稳"),
    "judged": ("judgement (why: see the file of the scenario)", "判断（理由见情景文件）"),
    "named": ("{name}: {what}", "{name}：{what}"),
    "check_python": ("python", "Python"),
    "check_packages": ("packages", "软件包"),
    "check_compiled engine": ("compiled engine", "编译"),
    "check_Chinese font": ("Chinese font", "中文字体"),
    "check_write access": ("write access", "写权限"),
    "check_evidence ledger": ("evidence ledger", "公开数据台账"),
    "check_short run": ("short run", "短期试算"),
    "doctor_machine": ("{python} on {machine}, {cores} cores", "{python}，{machine}，{cores} 核"),
    "doctor_compiled": ("compiled", "已编译"),
    "doctor_not_compiled": ("not compiled yet: the first run does it, once", "尚未编译：首次运行时自动进行"),
    "doctor_cache": ("{state}; cache folder {folder}", "{state}；缓存文件夹 {folder}"),
    "doctor_writes": ("the current folder can be written", "当前文件夹可写"),
    "doctor_figures": ("{figures} figures read", "已读取 {figures} 项公开数据"),
    "doctor_run": (
        "{months} months, every account balanced to {worst}, digest {digest}",
        "{months} 个月，账目全部平衡（最大差额 {worst}），校验码 {digest}",
    ),
    "no_font_found": (
        "none: pictures come out in English. To have one: {how}, or any Chinese font of your system",
        "未找到：图中文字改用英文。安装方法：{how}，或系统自带的任一中文字体",
    ),
}
