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
    "judged": ("judgement: {why}", "判断（理由见情景文件）"),
}
