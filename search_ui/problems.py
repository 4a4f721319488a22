"""Errors: as ``application/problem+json`` (RFC 9457) under the API, as a page elsewhere."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Blueprint, Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from indexer.core.errors import Abandoned, KhoanError, QueryError
from search_ui.guard import RETRY, TooLarge
from search_ui.i18n import tr
from search_ui.lanes import Busy
from search_ui.parameters import InputError
from search_ui.state import State

TITLES: dict[int, str] = {
    400: "Yêu cầu chưa đúng",
    404: "Không tìm thấy trang này",
    413: "Câu trả lời quá lớn",
    405: "Không dùng được cách gọi này",
    429: "Quá nhiều yêu cầu",
    500: "Máy chủ gặp lỗi",
    503: "Kho văn bản chưa sẵn sàng",
}


def problem(status: int, detail: str, **more: object) -> Response:
    """A problem document. ``more`` adds members of our own, such as ``position``."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **{name: value for name, value in more.items() if value is not None},
    }
    return Response(
        json.dumps(body, ensure_ascii=False), status, mimetype="application/problem+json"
    )


def page_or_problem(status: int, detail: str, **more: object) -> Response:
    """The error in the form of the URL that was requested."""
    if "/api/" in request.path:
        return problem(status, detail, **more)
    title = tr(TITLES[status]) if status in TITLES else HTTPStatus(status).phrase
    template = "khoan/error.html" if request.blueprint else "khoan/bare.html"
    page = render_template(template, title=title, detail=detail, none_asked=State())
    return Response(page, status, mimetype="text/html")


def explained(error: KhoanError) -> tuple[str, str]:
    """What happened and what to do, in the language of the request."""
    return tr(error.template, **error.values), tr(error.advice_template, **error.values)


def of_query(error: QueryError) -> Response:
    """A query that cannot be understood: 400, with the position."""
    detail = " ".join(explained(error)).strip()
    return page_or_problem(400, detail, parameter="q", position=error.position)


def of_input(error: InputError) -> Response:
    """A parameter that cannot be used: 400, with its name."""
    return page_or_problem(400, str(error), parameter=error.parameter)


def of_index(error: KhoanError) -> Response:
    """Trouble with the index: 503. What it says names files of the machine, so it stays here."""
    current_app.logger.error("index: %s", error)
    return page_or_problem(503, tr("Kho văn bản tạm thời không đọc được. Xin thử lại sau."))


def of_busy(_: Busy) -> Response:
    """Too many large requests at once: 503, and when to come back."""
    busy = page_or_problem(
        503, tr("Máy chủ đang bận với các câu tìm lớn. Xin thử lại sau ít giây.")
    )
    busy.headers["Retry-After"] = str(RETRY)
    return busy


def of_size(_: TooLarge) -> Response:
    """An answer larger than the site gives: 413."""
    return page_or_problem(413, tr("Câu trả lời quá lớn. Xin thêm điều kiện hoặc lấy từng phần."))


def of_abandoned(_: Abandoned) -> Response:
    """Nobody reads this."""
    return Response(status=499)


def of_http(error: HTTPException) -> WerkzeugResponse:
    """What Flask itself refuses. Redirections and ready-made answers pass unchanged."""
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    title = tr(TITLES[error.code]) if error.code in TITLES else error.name
    response = page_or_problem(error.code, title + ".")
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def register(app: Flask | Blueprint) -> None:
    """Answer every error of an app, or of a blueprint's own views, in one of the two forms."""
    app.register_error_handler(QueryError, of_query)
    app.register_error_handler(InputError, of_input)
    app.register_error_handler(KhoanError, of_index)
    app.register_error_handler(Abandoned, of_abandoned)
    app.register_error_handler(Busy, of_busy)
    app.register_error_handler(TooLarge, of_size)
    app.register_error_handler(HTTPException, of_http)
