"""Forgets where the stream consumers stood, in a saved state of the emulator.

After a restart the emulator numbers stream records from zero but keeps the
consumers' old positions, so that it would skip as many new records as it had
delivered before. Run it only while the emulator is stopped.
"""

import json
import os
import sys

path = sys.argv[1]
with open(path, encoding="utf-8") as file:
    state = json.load(file)
state["payload"]["dynamodb_stream_positions"] = {}
with open(f"{path}.new", "w", encoding="utf-8") as file:
    json.dump(state, file)
os.replace(f"{path}.new", path)
