"""What the words of a day are, in a sentence of both languages: what a page's banner says, for callers of the API."""

from __future__ import annotations

from lawbase.statutes.reading import Gap, LawPage, ProvisionPage


def of_provision(page: ProvisionPage) -> dict[str, str]:
    """Which version is given for the day asked for, and why."""
    version, at = page.version, page.at.isoformat()
    start = version.valid_from if version else None
    end = version.valid_to if version else None
    match page.state:
        case "in-force":
            zh, en = f"{at}有效的文本。", f"The text in force on {at}."
        case "past":
            zh, en = f"{at}有效的旧文本，此后已变动。", f"The text in force on {at}; it has changed since."
        case "future":
            zh = f"尚未施行的文本{f'，自{start}起施行' if start else ''}。"
            en = f"A text that is not yet in force{f'; it becomes law on {start}' if start else ''}."
        case "ended":
            zh = f"已不再有效的文本{f'，于{end}失效' if end else ''}。"
            en = f"A text that is no longer in force{f'; it ceased on {end}' if end else ''}."
        case "not-yet":
            begins = page.versions[0].version.earliest if page.versions else None
            zh = f"就所藏版本而言，{at}尚无此条{f'；最早的文本不早于{begins}' if begins else ''}。"
            en = f"On {at} there was no such provision, as far as the editions held go"
            en += f"; its first text is not older than {begins}." if begins else "."
        case _:
            zh, en = f"本库来源均未载其{at}的文字", f"No source here gives the words of {at}"
            days_zh, days_en = _days(page.unheld)
            zh, en = f"{zh}{days_zh}。", f"{en}{days_en}."
    return {"zh": zh, "en": en}


def _days(gap: Gap | None) -> tuple[str, str]:
    """Since when and until when words are missing, to follow what says that they are."""
    if gap is None or not (gap.start or gap.end):
        return "", ""
    zh = f"{f'自{gap.start}起' if gap.start else ''}{f'至{gap.end}前' if gap.end else ''}"
    en = " ".join(f"{word} {day}" for word, day in (("from", gap.start), ("until", gap.end)) if day)
    return f"（{zh}均缺）", f" (missing {en})"


def of_law(page: LawPage) -> dict[str, str]:
    """Which day's words are given for the day asked for, and why."""
    at, day = page.at.isoformat(), page.day.isoformat()
    if page.begun and page.at < page.begun:
        return {
            "zh": f"就所藏版本而言，{at}该法尚不存在；最早的文本不早于{page.begun}。",
            "en": f"On {at} this law did not exist yet, as far as the editions held go; its first words are not older than "
            f"{page.begun}.",
        }
    if page.day != page.at:
        return {
            "zh": f"{at}时该法已失效，所示为其最后一日（{day}）的文字。",
            "en": f"It had ceased by {at}; its words of the last day, {day}, are given.",
        }
    change = page.changes_after
    zh, en = f"{at}的文字", f"Its words of {at}"
    return {
        "zh": f"{zh}，于{change}变动。" if change else f"{zh}。",
        "en": f"{en}; they change on {change}." if change else f"{en}.",
    }
