"""Other people's reading of templates, to hold ours against: python main.py ENGINE, a line of JSON in, a line of JSON out.

ENGINE is a module beside this one. What it refuses is {"error": WHY}.
"""

import importlib
import json
import sys

answer = importlib.import_module(sys.argv[1]).answer
for line in sys.stdin:
    try:
        print(json.dumps(answer(json.loads(line))))
    except Exception as error:  # whatever they refuse it with
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}))
