"""The ways in which publishers list and pack their texts, by the name that a source gives."""

from laws.harvest.layouts.akn import AkomaNtoso
from laws.harvest.layouts.egov import EGov
from laws.harvest.layouts.justice import Justice
from laws.harvest.layouts.moj import Ministry
from laws.harvest.layouts.repository import Repository
from laws.harvest.types import Layout

LAYOUTS: dict[str, Layout] = {
    layout.name: layout for layout in (Justice(), EGov(), Ministry(), Repository(), AkomaNtoso())
}
