"""Examples of questions, by language: what a search box offers before anything is typed, or where nothing was found."""

from __future__ import annotations

CITATIONS = (
    "个保法13条",
    "刑法第二百五十三条之一第三款",
    "PIPL art. 13(1)(2)",
    "§ 1798.120(a)",
    "15 USC 6502",
)
FACTS = {
    "en": (
        "sale of personal information crime China",
        "my data was leaked in a breach",
        "an app collects too much",
    ),
    "zh": ("卖个人信息判几年", "数据泄露谁赔偿", "App 过度收集"),
}
WORDS = {
    "en": (
        '"personal information"',
        "biometric AND consent",
        "deletion NOT children",
        "law:us-ca-ccpa opt-out",
        '"sell information"~5',
        "collect* /s consent",
        "breach amount:>$1m year:>=2023",
    ),
    "zh": (
        "“公民个人信息”",
        "人脸 AND 同意",
        "删除 NOT 未成年人",
        "law:cn-pipl 告知",
        "收集 /s 单独同意",
        "“出售 提供”~10",
        "topic:access 复制",
        "amount:>100万 year:>=2023",
    ),
}
