"""A made-up library of cases, types, claims and links to answer stories from. None of its words are law."""

from __future__ import annotations

from dataclasses import dataclass

from lawbase.cases.models import Case
from lawbase.statutes.models import Law, Provision
from lawbase.taxonomy.models import Claim, ClaimAuthority, ClaimPart, InfringementType
from tests import factories as make

TRADES = (
    (
        "倒卖名单",
        "把客户名单卖给推销公司，每条两元。",
        "A clerk sold the customer list to marketers, two yuan a line.",
    ),
    (
        "转卖号码",
        "店员把顾客手机号出售给贷款中介。",
        "A shop assistant sold customers' phone numbers to lenders.",
    ),
    (
        "买卖面单",
        "快递员拍下面单出售，买家用来打电话。",
        "A courier sold photographs of parcel labels to callers.",
    ),
    (
        "买名单",
        "中介购买学生名单用于推销课程。",
        "An agency bought lists of pupils and sold courses to them.",
    ),
    ("卖简历", "招聘网站员工出售求职者简历。", "Staff of a job site sold applicants' résumés in bulk."),
    ("换名单", "两家公司交换并出售会员电话。", "Two firms bartered and sold the phones of their members."),
    (
        "卖房主名单",
        "物业把业主电话名单卖给装修公司。",
        "A manager sold the owners' telephone list to builders.",
    ),
)
FACES = (
    (
        "刷脸门禁",
        "小区安装人脸识别门禁，不刷脸不让进。",
        "An estate let nobody in without a face scan at the gate.",
    ),
    (
        "健身房刷脸",
        "健身房只能刷脸入场，拒绝的会员被拦下。",
        "A gym scanned faces at the door and turned away members.",
    ),
    (
        "商店抓拍",
        "商店用摄像头抓拍顾客人脸并识别。",
        "A shop's cameras scanned and recognised customers' faces.",
    ),
    ("学校刷脸", "学校采集学生人脸用于食堂付款。", "A school took pupils' face scans for canteen payments."),
    ("考勤刷脸", "公司强制员工人脸打卡。", "An employer forced workers to clock in with a face scan."),
    (
        "售楼处人脸",
        "售楼处未经同意采集看房人的人脸。",
        "A sales office scanned visitors' faces without consent.",
    ),
    (
        "公园刷脸",
        "公园改为人脸识别入园，年卡用户不同意。",
        "A park switched to face scans; a card holder objected.",
    ),
)


@dataclass
class Library:
    trade: InfringementType
    faces: InfringementType
    cases: list[Case]
    law: Law
    ban: Provision
    act: Law
    section: Provision
    claim: Claim


def build() -> Library:
    root = make.make_type("misuse")
    trade = make.make_type(
        "trade", root, name_zh="买卖", name_en="Trade", everyday_zh=["卖名单", "卖手机号"],
        everyday_en=["sold my phone number", "selling lists"], definition_zh="出售他人信息。", definition_en="Selling people's data.",
    )  # fmt: skip
    faces = make.make_type(
        "faces", root, name_zh="人脸", name_en="Faces", everyday_zh=["强制刷脸", "人脸识别"],
        everyday_en=["face scan", "scanned my face"], definition_zh="违规采集人脸。", definition_en="Taking faces against the rules.",
    )  # fmt: skip
    law = make.make_law("cn-garden")
    ban = make.make_provision(law, "5")
    words = make.make_version(ban, "不得出售他人的花名册。", "2020-01-01", "2024-01-01")
    later = make.make_version(ban, "不得买卖他人的花名册。", "2024-01-01")
    make.make_link(ban, trade, {words: "不得出售", later: "不得买卖"})
    gate = make.make_provision(law, "6")
    make.make_link(gate, faces, {make.make_version(gate, "园门不得只认人脸。", "2022-01-01"): "不得只认人脸"})
    act = make.make_law("us-orchard", core_order=2)
    section = make.make_provision(act, "10")
    text = "No person shall sell the orchard book."
    make.make_link(section, trade, {make.make_version(section, text, "2020-01-01"): text})
    cases = []
    for number, (kind, rows) in enumerate(((trade, TRADES), (faces, FACES))):
        for place, (title, zh, en) in enumerate(rows):
            case = make.make_case(
                f"{'cn' if place % 2 else 'us'}-{number}-{place}", title_zh=title, facts_zh=zh, facts_en=en,
                outcome={"fine": 1000 * (place + 1), "currency": "CNY", "prison_months_max": 6 * place or None},
            )  # fmt: skip
            make.make_case_link(case, kind)
            make.cite(ban if kind is trade else gate, case)
            cases.append(case)
    return Library(trade, faces, cases, law, ban, act, section, _claim(faces, gate))


def _claim(kind: InfringementType, gate: Provision) -> Claim:
    claim = Claim.objects.create(
        type=kind, slug="gate", order=0, jurisdiction_id="cn", nature="civil", name_zh="园门之诉", name_en="Action on the gate",
        who_zh="游园人。", who_en="A visitor.", evidence_zh="门口照片。", evidence_en="A photograph of the gate.",
    )  # fmt: skip
    for order, (kind_, zh, en, burden) in enumerate((
        ("element", "园门只认人脸，不刷脸不让进。", "The gate scans the face and lets nobody in without it.", "claimant"),
        ("element", "被告证明取得了同意。", "The defendant proves that there was consent.", "defendant"),
        ("element", "造成了月光下的损失。", "Loss by moonlight was caused.", "claimant"),
        ("remedy", "归还花束。", "The flowers are given back.", ""),
        ("limitation", "三个花期。", "Three seasons of flowers.", ""),
    )):  # fmt: skip
        part = ClaimPart.objects.create(
            claim=claim, kind=kind_, order=order, says_zh=zh, says_en=en, burden=burden, unheld=[]
        )
        ClaimAuthority.objects.create(part=part, order=0, provision=gate)
    return claim
