"""How a line that refuses input reads in Chinese: its parts, in the order in which they are replaced.

Refusals are written in English where they are found, by the parser of the command line and by the readers of files;
names, numbers and lines stand in them as they were typed.
"""

from __future__ import annotations

import re

from interface.words_of_faults import FAULTS

PARTS: tuple[tuple[str, str], ...] = (
    (r"^No such option: (\S+)", r"没有选项 \1"),
    (r" \(Possible options: (.+)\)", r"，是否为 \1"),
    (r"^No such command '(.+?)'\.", r"没有命令 \1"),
    (r" ?Did you mean '(.+?)'\?", r"，是否为 \1"),
    (r"^Missing (?:argument|option|parameter) '(.+?)'\.?", r"缺少 \1"),
    (r"^Option '(.+?)' requires an argument\.", r"选项 \1 须给出取值"),
    (r"^Got unexpected extra argument(?:\(s\)|s)? \((.+)\)", r"多余的内容：\1"),
    (r"^Invalid value for '?([^':]+)'?: ", r"\1："),
    (r"^Invalid value: ", ""),
    (r"Input should be a valid integer.*$", "须为整数"),
    (r"Input should be a valid number.*$", "须为数字"),
    (r"Input should be greater than or equal to (\S+)", r"不得小于 \1"),
    (r"Input should be less than or equal to (\S+)", r"不得大于 \1"),
    (r"found none beside (\S+); name at least one", r"除 \1 外未给出方案，请至少给出一个"),
    (r"found more than one of ([^;]+); give one of them", r"\1 只能给出其一"),
    (r"found limits without --search; add --search", "给出了限额而未加 --search，请加上"),
    (r"found --quick beside a specification; give one of them", "--quick 与设定只能给出其一"),
    (r"found (--\S+) and (--\S+); give one of them", r"\1 与 \2 只能给出其一"),
    (r"(\S+) exists; name a new one", r"\1 已存在，请另取名称"),
    (r"(\S+) is no folder", r"文件夹 \1 不存在"),
    (r"found no ending", "没有扩展名"),
    (r", which is no lever and no package", "，没有这个杠杆或组合"),
    (r", which is no scenario; there are (\d+) scenarios", r"，没有这个情景（共 \1 个）"),
    (r"\bfound (?=\S)", "填写为 "),
    (r"allowed:? a month such as (\S+)", r"可填月份，如 \1"),
    (r"allowed:? ", "可填 "),
    (r"the nearest known one is ", "最接近的是 "),
    (r"nearest name ", "最接近的名称是 "),
    (r"; ", "；"),
)
"""Pattern of the English, and the Chinese in its place."""


def refusal_in_chinese(line: str) -> str:
    """Return a refusal in Chinese, as far as its parts are known.

    >>> refusal_in_chinese("Invalid value for --lang: found 'fr'; allowed: en, zh")
    "--lang：填写为 'fr'；可填 en, zh"
    """
    for pattern, chinese in (*FAULTS, *PARTS):
        line = re.sub(pattern, chinese, line)
    return line
