"""Laws cited by name: *Luật Thi đua, khen thưởng*, *Bộ luật Dân sự năm 2015*, *Hiến pháp*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.letters import LOWER, UPPER
from indexer.citations.numbers import Reference
from indexer.metadata.dates import DAY_MONTH_YEAR, WORDED_DATE, iso

_SUBJECTS: Final = (
    "an ninh mạng", "an ninh quốc gia", "an toàn thông tin mạng", "an toàn thực phẩm",
    "an toàn, vệ sinh lao động", "ban hành văn bản quy phạm pháp luật", "báo chí",
    "bảo hiểm tiền gửi", "bảo hiểm xã hội", "bảo hiểm y tế", "bảo vệ bí mật nhà nước",
    "bảo vệ môi trường", "bảo vệ quyền lợi người tiêu dùng", "bảo vệ sức khỏe nhân dân",
    "bảo vệ sức khoẻ nhân dân", "bảo vệ và kiểm dịch thực vật", "bảo vệ và phát triển rừng",
    "bảo vệ, chăm sóc và giáo dục trẻ em",
    "bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân", "bầu cử đại biểu Quốc hội",
    "bầu cử đại biểu Hội đồng nhân dân", "biên giới quốc gia", "biên phòng Việt Nam",
    "biển Việt Nam", "bình đẳng giới", "bưu chính", "các công cụ chuyển nhượng",
    "các tổ chức tín dụng", "cán bộ, công chức", "cạnh tranh", "cảnh sát biển Việt Nam",
    "cảnh vệ", "căn cước", "căn cước công dân", "chăn nuôi", "chuyển giao công nghệ",
    "chứng khoán", "công an nhân dân", "công chứng", "công đoàn", "công nghệ cao",
    "công nghệ thông tin", "cơ yếu", "cư trú", "dạy nghề", "dân quân tự vệ", "dầu khí",
    "di sản văn hóa", "di sản văn hoá", "doanh nghiệp", "doanh nghiệp nhà nước",
    "doanh nghiệp tư nhân", "du lịch", "dược", "dự trữ quốc gia", "đa dạng sinh học", "đất đai",
    "đầu tư", "đầu tư công", "đầu tư nước ngoài tại Việt Nam",
    "đầu tư theo phương thức đối tác công tư", "đấu giá tài sản", "đấu thầu", "đặc xá", "đê điều",
    "điện ảnh", "điện lực", "điều ước quốc tế", "đo đạc và bản đồ", "đo lường", "đường sắt",
    "giá", "giám định tư pháp", "giao dịch điện tử", "giao thông đường bộ",
    "giao thông đường thủy nội địa", "giao thông đường thuỷ nội địa", "giáo dục",
    "giáo dục đại học", "giáo dục nghề nghiệp", "giáo dục quốc phòng và an ninh", "hải quan",
    "hàng không dân dụng Việt Nam", "hàng hải Việt Nam",
    "hiến, lấy, ghép mô, bộ phận cơ thể người và hiến, lấy xác", "hóa chất", "hoá chất",
    "hoạt động giám sát của Quốc hội và Hội đồng nhân dân", "hoạt động giám sát của Quốc hội",
    "hoạt động chữ thập đỏ", "hòa giải ở cơ sở", "hòa giải, đối thoại tại Tòa án",
    "hôn nhân và gia đình", "hộ tịch", "hợp tác xã", "kế toán", "khám bệnh, chữa bệnh",
    "khí tượng thủy văn", "khiếu nại", "khiếu nại, tố cáo", "khoa học và công nghệ", "khoáng sản",
    "khuyến khích đầu tư trong nước", "kiểm toán độc lập", "kiểm toán nhà nước", "kiến trúc",
    "kinh doanh bảo hiểm", "kinh doanh bất động sản", "lâm nghiệp", "lưu trữ", "luật sư",
    "lý lịch tư pháp", "Mặt trận Tổ quốc Việt Nam", "năng lượng nguyên tử",
    "ngân hàng nhà nước Việt Nam", "ngân sách nhà nước", "nghĩa vụ quân sự", "nhà ở",
    "nhập cảnh, xuất cảnh, quá cảnh, cư trú của người nước ngoài tại Việt Nam", "nuôi con nuôi",
    "người cao tuổi", "người khuyết tật",
    "người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng", "phá sản", "phí và lệ phí",
    "phòng bệnh", "phòng cháy và chữa cháy", "phòng, chống bạo lực gia đình",
    "phòng, chống khủng bố", "phòng, chống bệnh truyền nhiễm", "phòng, chống ma túy",
    "phòng, chống ma tuý", "phòng, chống mua bán người", "phòng, chống rửa tiền",
    "phòng, chống tác hại của rượu, bia", "phòng, chống tác hại của thuốc lá",
    "phòng, chống tham nhũng", "phòng, chống thiên tai", "phổ biến, giáo dục pháp luật",
    "quản lý nợ công", "quản lý thuế", "quản lý, sử dụng tài sản công",
    "quản lý, sử dụng tài sản nhà nước", "quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ",
    "quản lý, sử dụng vốn nhà nước đầu tư vào sản xuất, kinh doanh tại doanh nghiệp", "quảng cáo",
    "quốc phòng", "quốc tịch Việt Nam", "quy hoạch", "quy hoạch đô thị",
    "sĩ quan Quân đội nhân dân Việt Nam", "sở hữu trí tuệ",
    "sử dụng năng lượng tiết kiệm và hiệu quả", "tài nguyên nước",
    "tài nguyên, môi trường biển và hải đảo", "tần số vô tuyến điện", "thanh niên", "thanh tra",
    "thể dục, thể thao", "thi đua, khen thưởng", "thi hành án dân sự", "thi hành án hình sự",
    "thi hành tạm giữ, tạm giam", "thống kê", "thú y", "thuế bảo vệ môi trường",
    "thuế giá trị gia tăng", "thuế sử dụng đất nông nghiệp", "thuế sử dụng đất phi nông nghiệp",
    "thuế chuyển quyền sử dụng đất", "thuế tài nguyên", "thuế thu nhập cá nhân",
    "thuế thu nhập doanh nghiệp", "thuế tiêu thụ đặc biệt", "thuế xuất khẩu, thuế nhập khẩu",
    "thực hành tiết kiệm, chống lãng phí", "thực hiện dân chủ ở cơ sở", "thương mại", "thủ đô",
    "thủy lợi", "thủy sản", "thuỷ sản", "tiếp cận thông tin", "tiếp công dân",
    "tiêu chuẩn và quy chuẩn kỹ thuật", "tín ngưỡng, tôn giáo", "tổ chức Chính phủ",
    "tổ chức chính quyền địa phương", "tổ chức Hội đồng nhân dân và Ủy ban nhân dân",
    "tổ chức Hội đồng nhân dân và Uỷ ban nhân dân", "tổ chức Quốc hội", "tổ chức Tòa án nhân dân",
    "tổ chức Toà án nhân dân", "tổ chức Viện kiểm sát nhân dân", "tố cáo", "tố tụng hành chính",
    "trách nhiệm bồi thường của Nhà nước", "trẻ em", "trồng trọt", "trợ giúp pháp lý",
    "trưng cầu ý dân", "trưng mua, trưng dụng tài sản", "trọng tài thương mại", "viên chức",
    "viễn thông", "việc làm", "xây dựng", "xuất bản", "xử lý vi phạm hành chính", "dân sự",
    "hình sự", "lao động", "hàng hải", "tố tụng dân sự", "tố tụng hình sự",
    "ưu đãi người có công với cách mạng", "cán bộ công chức", "công ty", "công nghiệp quốc phòng",
    # the National Assembly's XIV and XV terms, and ordinances
    "an ninh mạng và an toàn thông tin mạng", "bảo vệ dữ liệu cá nhân", ("bảo vệ công trình quốc"
    " phòng và khu quân sự"), "bảo vệ công trình quan trọng liên quan đến an ninh quốc gia",
    "các hành vi cản trở hoạt động tố tụng", "chi phí tố tụng", "chuyển đổi số",
    "chuyển giao người đang chấp hành án phạt tù", "chính quyền địa phương",
    "công nghiệp công nghệ số", "công nghiệp quốc phòng, an ninh và động viên công nghiệp",
    "cảnh sát cơ động", "cấp, thoát nước", "dân số", "dẫn độ", "dữ liệu", "địa chất và khoáng sản",
    "đăng ký giao dịch bảo đảm", "động viên công nghiệp", "đường bộ",
    "giáo dục nghề nghiệp", "giá trị gia tăng", "hàng không dân dụng",
    "hợp tác quốc tế về tư pháp", "khoa học, công nghệ và đổi mới sáng tạo",
    "lực lượng dự bị động viên", "lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở",
    "ngoại hối", "nhà giáo", "nhập cảnh, xuất cảnh", "phòng cháy, chữa cháy và cứu nạn, cứu hộ",
    "phòng không nhân dân", "phòng thủ dân sự", "phục hồi, phá sản", "quản lý ngoại thương",
    "quản lý thị trường", "quản lý và đầu tư vốn nhà nước tại doanh nghiệp",
    "quản lý, sử dụng vốn nhà nước đầu tư vào doanh nghiệp", ("quân nhân chuyên nghiệp, công nhân"
    " và viên chức quốc phòng"), "quy hoạch đô thị và nông thôn",
    "sĩ quan quân đội nhân dân", "tham gia lực lượng gìn giữ hòa bình của Liên hợp quốc",
    "thỏa thuận quốc tế", "thực hiện dân chủ ở xã, phường, thị trấn", "tình trạng khẩn cấp",
    "trật tự, an toàn giao thông đường bộ", "trí tuệ nhân tạo", "tư pháp người chưa thành niên",
    "tương trợ tư pháp", "tương trợ tư pháp về dân sự", "tương trợ tư pháp về hình sự",
    "thương mại điện tử", "hỗ trợ doanh nghiệp nhỏ và vừa", "đầu tư theo hình thức đối tác công tư",
    "xuất cảnh, nhập cảnh của công dân Việt Nam", "thi hành án dân sự, thừa phát lại",
)  # fmt: skip
"""Names of laws, codes and ordinances, as facts: they hold commas and *và*, so that where one
ends cannot be read off the sentence."""

_KINDS: Final = {"luật": "Luật", "bộ luật": "Bộ luật", "pháp lệnh": "Pháp lệnh"}
_KNOWN: Final = "|".join(
    re.escape(name).replace(r"\ ", r"\s{1,3}") for name in sorted(_SUBJECTS, key=len, reverse=True)
)
_UNKNOWN: Final = (
    rf"[{UPPER}][{LOWER}]{{0,7}}(?:\s[{LOWER}]{{1,7}}){{0,12}}?"
    r"(?=\s{0,3}(?:[,.;:()“”\"|]|\Z|\n)|\s(?:và|năm|ngày|số|được|có|quy|hoặc|thì|này|do|để|là|về|hiện"
    r"|đã|theo|tại|của)\b)"
)
_NAMED: Final = re.compile(
    rf"(?P<kind>Bộ\sluật|Luật|Pháp\slệnh)\s{{1,3}}(?P<name>(?i:{_KNOWN})(?!\w)|{_UNKNOWN})"
    r"(?P<year>\s(?:năm\s)?(?:19|20)\d\d(?!\w))?"
    r"|(?P<charter>Hiến\spháp)(?:\snước\sCộng\sh(?:òa|oà)\sxã\shội\schủ\snghĩa\sViệt\sNam)?"
    r"(?P<charter_year>\s(?:năm\s)?(?:19|20)\d\d(?!\w))?(?!\snày)"
)
_FIRST_WORDS: Final = tuple(
    re.compile(words) for words in (r"Luật\s", r"Bộ\sluật\s", r"Pháp\slệnh\s", r"Hiến\spháp")
)
_DATE: Final = re.compile(rf"\s{{1,3}}ngày\s{{1,3}}({WORDED_DATE}|{DAY_MONTH_YEAR})")
_NOT_NAMES: Final = frozenset({"sư", "này", "khác", "gia", "định"})


_ENDS_NAME: Final = (
    r"(?:Luật|Bộ luật|Pháp lệnh|[Nn]ghị|[Tt]hông|[Qq]uyết|[Kk]hoản|[Đđ]iều \d|của|này|được|theo"
    r"|các)\b"
)
_LEARNED: Final = re.compile(
    rf"(?P<name>[{UPPER}](?:(?!{_ENDS_NAME})[\w ,-]){{2,110}}?)"
    r" (?:số \d{1,4}/\d{4}/(?:QH|UBTVQH|PL)|(?P<day>ngày \d))"
)
"""A name with commas ends where the number begins; in a preamble, also where the date does."""
_MAX_LEARNED: Final = 100


def named(text: str) -> Iterator[Reference]:
    """Every law that a view cites by name, in order; *Luật này* and *luật khác* are none.

    A name that no list has and that holds a comma is known by its end, once the document gives
    its number or date: *Luật Một, hai và ba số 5/2030/QH16*.
    """
    starts = sorted(found.start() for word in _FIRST_WORDS for found in word.finditer(text))
    learned = _learned(text, starts)
    for start in starts:
        match = _NAMED.match(text, start)
        if start and text[start - 1].isalnum():
            continue
        longer = learned.match(text, start) if learned else None
        if longer and (not match or longer.end() > match.end()):
            match = longer
        if not match:
            continue
        kind = match["kind"]
        if kind and match["name"].split()[0].lower() in _NOT_NAMES:
            continue
        dated = _DATE.match(text, match.end())
        yield Reference(
            match.start(),
            dated.end() if dated else match.end(),
            _KINDS[" ".join(kind.lower().split())] if kind else "Hiến pháp",
            None,
            iso(dated[1]) if dated else None,
            None,
            " ".join(match[0].split()),
        )


def _learned(text: str, starts: list[int]) -> re.Pattern[str] | None:
    """A pattern of the names that this text gives with a number or a date."""
    names: set[str] = set()
    for start in starts:
        first = text.find(" ", start) + 1
        if text.startswith("luật ", first) or text.startswith("lệnh ", first):
            first += 5
        match = _LEARNED.match(text, first)
        if match and "," in match["name"] and (not match["day"] or _based(text, start)):
            names.add(" ".join(match["name"].split()))
            if len(names) == _MAX_LEARNED:
                break
    if not names:
        return None
    longest = sorted(names, key=len, reverse=True)
    spelled = "|".join(re.escape(name).replace(r"\ ", r"\s{1,3}") for name in longest)
    return re.compile(
        rf"(?P<kind>Bộ\sluật|Luật|Pháp\slệnh)\s{{1,3}}(?P<name>{spelled})(?!\w)"
        r"(?P<year>\s(?:năm\s)?(?:19|20)\d\d(?!\w))?"
    )


def _based(text: str, start: int) -> bool:
    """Whether it stands in the preamble, where a date ends a law's name and nothing else."""
    return text.endswith("Căn cứ ", max(0, start - 7), start)
