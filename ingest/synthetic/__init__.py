"""Writes synthetic extracts of a believable state, for demonstrations, tests and benchmarks.

In: a seed, a number of reports and a jurisdiction's folder of seeds. Out: folders of extract files.
"""

from ingest.synthetic.files.change import PracticeChange, practice_change
from ingest.synthetic.generate import generate
from ingest.synthetic.state.people import TOKEN

__all__ = ["TOKEN", "PracticeChange", "generate", "practice_change"]
