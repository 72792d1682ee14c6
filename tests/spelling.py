"""Numbers spelt in Arabic words, by the rules of grammar: what the reader of numbers is tested against."""

from dataclasses import dataclass

_MASCULINE = ("", "واحد", "اثن", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة")
_FEMININE = ("", "واحدة", "اثنت", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر")
_TENS = ("", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")
_HUNDREDS = ("", "", "", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")
_SCALES = ((10**9, "مليار", "مليارات"), (10**6, "مليون", "ملايين"), (1000, "ألف", "آلاف"))


@dataclass(frozen=True)
class Form:
    """How numbers are spelt. feminine: what is counted is; oblique: genitive and accusative (عشرين), else nominative (عشرون); hundred:
    مئة or مائة; joint: the "and" between the parts."""

    feminine: bool = False
    oblique: bool = True
    hundred: str = "مئة"
    joint: str = " و"

    def spell(self, number: int) -> str:
        """The number in words, 1 to 10**12 - 1."""
        parts = []
        for value, one, many in _SCALES:
            count, number = divmod(number, value)
            if count:
                parts.append(self._scaled(count, one, many))
        if number:
            parts.append(self._hundreds(number, self.feminine))
        return self.joint.join(parts)

    def _dual(self) -> str:
        return "ين" if self.oblique else "ان"

    def _scaled(self, count: int, one: str, many: str) -> str:
        if count == 1:
            return one
        if count == 2:
            return one + self._dual()
        rest = count % 100
        noun = many if 3 <= rest <= 10 else one + "ا" if 11 <= rest <= 99 else one
        return f"{self._hundreds(count, False)} {noun}"

    def _hundreds(self, number: int, feminine: bool) -> str:
        hundreds, rest = divmod(number, 100)
        stem = self.hundred.removesuffix("ة")
        words = ["", self.hundred, stem + "ت" + self._dual()][hundreds] if hundreds < 3 else _HUNDREDS[hundreds] + self.hundred
        return self.joint.join(part for part in (words, self._tens(rest, feminine)) if part)

    def _tens(self, number: int, feminine: bool) -> str:
        units = _FEMININE if feminine else _MASCULINE
        if number <= 10:
            return units[number] + (self._dual() if number == 2 else "")
        tens, unit = divmod(number, 10)
        if tens == 1:
            ten = "عشرة" if feminine else "عشر"
            first = {1: "إحدى" if feminine else "أحد", 2: units[2] + ("ي" if self.oblique else "ا")}
            return f"{first.get(unit, units[unit])} {ten}"
        ten = _TENS[tens] + ("ين" if self.oblique else "ون")
        return f"{self._tens(unit, feminine)}{self.joint}{ten}" if unit else ten


FORMS = [
    Form(feminine, oblique, hundred, joint)
    for feminine in (False, True)
    for oblique in (True, False)
    for hundred in ("مئة", "مائة")
    for joint in (" و", " و ")
]
