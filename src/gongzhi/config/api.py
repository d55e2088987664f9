"""The API under /api/v1/: the routers of the domains.

Every router names its own authentication. The description is at /api/v1/openapi.json; there is no
page for it, since the usual ones load scripts from other hosts.
"""

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from gongzhi.kernel.errors import GongzhiError
from gongzhi.orders.api import router as orders_router
from gongzhi.web.errors import unreadable

api = NinjaAPI(title="Gongzhi", version="1", urls_namespace="api", docs_url=None)

api.add_router("", orders_router)


@api.exception_handler(DataError)
@api.exception_handler(UnicodeEncodeError)
def say_unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    """Input that cannot be stored: 422 with a sentence, nothing was written."""
    said = {"message": unreadable(), "field": None, "status": 422}
    return api.create_response(request, said, status=422)


@api.exception_handler(GongzhiError)
def say_what_was_wrong(request: HttpRequest, error: GongzhiError) -> HttpResponse:
    """The error's own sentence, the field that it concerns and its HTTP status."""
    return api.create_response(
        request,
        {"message": str(error), "field": error.field, "status": error.status},
        status=error.status,
    )
