"""A second implementation of Gongshi's evidence check, written from docs/protocol.md alone. Section names below are that page's."""
