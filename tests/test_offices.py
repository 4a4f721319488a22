"""One name for one office."""

import pytest

from indexer.identity.office_names import office_name

CASES = [
    ("ỦY BAN NHÂN DÂN TỈNH LĨNH ĐÔNG", "Ủy ban nhân dân tỉnh Lĩnh Đông"),
    ("UBND tỉnh Lĩnh Đông", "Ủy ban nhân dân tỉnh Lĩnh Đông"),
    ("UBND TỈNH LĨNH ĐÔNG", "Ủy ban nhân dân tỉnh Lĩnh Đông"),
    ("ỦY BAN NHÂN DÂN ĐẶC KHU LĨNH SA", "Ủy ban nhân dân đặc khu Lĩnh Sa"),
    ("HĐND huyện", "Hội đồng nhân dân huyện"),
    ("HỘI ĐỒNG NHÂN DÂN HUYỆN", "Hội đồng nhân dân huyện"),
    ("ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH", "Ủy ban nhân dân thành phố Hồ Chí Minh"),
    ("QUỐC HỘI", "Quốc hội"),
    ("SỞ NỘI VỤ", "Sở Nội vụ"),
    ("BỘ THÔNG TIN VÀ TRUYỀN THÔNG", "Bộ Thông tin và Truyền thông"),
    ("BỘ CHÍNH TRỊ", "Bộ Chính trị"),
    ("THỦ TƯỚNG CHÍNH PHỦ", "Thủ tướng Chính phủ"),
    ("BAN CHẤP HÀNH TRUNG ƯƠNG", "Ban Chấp hành Trung ương"),
    ("TỈNH ỦY", "Tỉnh ủy"),
    ("TỈNH ỦY LĨNH ĐÔNG", "Tỉnh ủy Lĩnh Đông"),
    ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Sở Nông nghiệp và Môi trường"),
    ("Bộ Chính trị", "Bộ Chính trị"),
    ("", ""),
]


@pytest.mark.parametrize(("written", "name"), CASES, ids=[c[0] or "empty" for c in CASES])
def test_office_name(written: str, name: str) -> None:
    assert office_name(written) == name


@pytest.mark.parametrize("written", [c[0] for c in CASES])
def test_a_name_is_its_own_name(written: str) -> None:
    assert office_name(office_name(written)) == office_name(written)
