"""Bodies that no JSON Schema describes: any bytes, and bytes that begin like the real thing."""

import schemathesis
from hypothesis import strategies as st

heads = st.sampled_from([b"", b"\x83", b"\x83\x58\x20" + bytes(32), b"\xd8\x62", b"\x9f", b"\xff", b"GSC1"])
bodies = st.builds(bytes.__add__, heads, st.binary(max_size=2000))
for media_type in (
    "application/cose",
    "application/cbor-seq",
    "application/vnd.gongshi.content",
    "application/vnd.gongshi.content-batch",
):
    schemathesis.openapi.media_type(media_type, bodies)
