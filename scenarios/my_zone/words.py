"""What the form says around its fields, in English and Chinese."""

from __future__ import annotations

from scenarios.my_zone.fields import Text

TITLE: Text = ("My zone: what a zone's office knows of it", "我的开发区：管委会掌握的基本数据")
HOW: Text = (
    (
        "Fill the yellow cells you know and leave the rest blank: a blank stands for what is believed of such zones. "
        "Choose the unit that your number is in: 亿元 is 100 million yuan, 万元 10,000 yuan, a mu 1/15 hectare. "
        "Grey examples are invented."
    ),
    "请在黄色单元格填写已掌握的数据，其余留空：空白即按同类开发区的一般情况处理。请选择数据所用单位。灰色示例为虚构。",
)
THEN: Text = (
    "Then: zonereform zone check FILE, and zonereform zone run FILE. This sheet is read by the names in column A.",
    "填好后运行：zonereform zone check 文件，再运行 zonereform zone run 文件。程序按 A 列名称读取本表。",
)
SHEET: Text = ("my zone", "我的开发区")
NOTE: Text = ("note (who filled this in, what should be known)", "备注（填表人及需说明的情况）")
HEADS: tuple[Text, ...] = (
    ("field", "field"),
    ("what", "项目"),
    ("fill in", "填写"),
    ("unit", "单位"),
    ("what it means", "含义"),
    ("where to find it", "数据出处"),
    ("example", "示例"),
    ("source of your number", "您的数据来源"),
)
LEADING: Text = ("{label} {number}", "{label}{number}")
BACK: tuple[Text, ...] = (
    ("two years before the last", "再上一年"),
    ("the year before the last", "上一年"),
    ("the last year", "最后一年"),
)
PICK: Text = ("choose from the list", "请从列表中选择")
BETWEEN: Text = ("allowed: {low:.10g} to {high:.10g}", "允许范围：{low:.10g} 至 {high:.10g}")


def in_language(text: Text, chinese: bool) -> str:
    """Return a text in a language."""
    return text[chinese]
