"""A person's data as one archive: `data.json` and the documents they uploaded."""

import json
import tempfile
import zipfile
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder

from portal.accounts.models import User
from portal.accounts.personal_data import File, sections
from portal.lib import clock

# Up to here the archive is built in memory, beyond it in a file that is gone when the answer has been sent.
IN_MEMORY = 5 * 1024 * 1024
# What does not fit is named in `data.json` and read on the case's page.
MOST_BYTES = 300 * 1024 * 1024


def archive_of(user: User) -> IO[bytes]:
    """A zip archive, ready to be read from its beginning."""
    data: dict[str, Any] = {"made_at": clock.now(), "person": user.pk, "sections": {}, "documents_left_out": []}
    archive: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the answer closes it
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        room = MOST_BYTES
        for section in sections():
            data["sections"][section.code] = section.collect(user)
            for document in section.files(user):
                if document.size > room:
                    data["documents_left_out"].append(document.name)
                    continue
                room -= document.size
                _add(target, document)
        target.writestr("data.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
    archive.seek(0)
    return archive


def _add(target: zipfile.ZipFile, document: File) -> None:
    with document.file.open("rb") as source, target.open(f"documents/{document.name}", "w") as written:
        while block := source.read(64 * 1024):
            written.write(block)
