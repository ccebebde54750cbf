"""Every kind of record, with its model."""

from typing import Final

from gitsm_schemas.catalogue import Agreement, RequestOffering, Service, ServiceOffering
from gitsm_schemas.changes import Change, ChangeModel, Release, Window
from gitsm_schemas.configuration import Ci, CiClass
from gitsm_schemas.knowledge import KnowledgeArticle
from gitsm_schemas.operations import Improvement, Incident, Outage, Problem
from gitsm_schemas.organisation import Calendar, Customer, Supplier, Team
from gitsm_schemas.policies import Policy
from gitsm_schemas.record import Record
from gitsm_schemas.requests import Request

_MODELS: Final[tuple[type[Record], ...]] = (
    Team,
    Supplier,
    Customer,
    Calendar,
    Service,
    ServiceOffering,
    Agreement,
    RequestOffering,
    KnowledgeArticle,
    Ci,
    CiClass,
    Change,
    ChangeModel,
    Release,
    Window,
    Incident,
    Outage,
    Problem,
    Improvement,
    Request,
    Policy,
)
KINDS: Final[dict[str, type[Record]]] = {model.KIND: model for model in _MODELS}
"""Every kind of record, by the word that stands in `kind:`."""
