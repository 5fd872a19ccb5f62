"""Evaluates facts with Great Expectations and returns one result per fact.

Only the worker imports this module, because importing Great Expectations takes seconds.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd
from great_expectations.data_context.types.base import ProgressBarsConfig

from expectations.facts import Fact, Result


class EvaluationError(Exception):
    """An expectation could not be evaluated. An expectation that failed is something else."""


class Evaluator:
    """Great Expectations with an ephemeral context and the pandas source. It writes and sends nothing."""

    def __init__(self) -> None:
        logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
        source = context.data_sources.add_pandas("facts")
        asset = source.add_dataframe_asset("facts")
        self._frame = asset.add_batch_definition_whole_dataframe("facts")

    def evaluate(self, suite: str, facts: Sequence[Fact]) -> list[Result]:
        """Return one result per fact, in the order of the facts, from one validation.

        Raises EvaluationError where a fact could not be evaluated.
        """
        if not facts:
            return []
        for fact in facts:
            # Great Expectations ignores nulls, so a missing number would pass.
            if not math.isfinite(fact.value):
                raise EvaluationError(f"{fact.expectation} has no number to judge")
        batch = self._frame.get_batch({"dataframe": facts_frame(facts)})
        validated = batch.validate(_suite(suite, facts), result_format="BOOLEAN_ONLY")
        verdicts = {result.expectation_config.meta["position"]: _success(result) for result in validated.results}
        if set(verdicts) != set(range(len(facts))):
            raise EvaluationError("Great Expectations gave no result for some expectations")
        return [_result(fact, verdicts[position]) for position, fact in enumerate(facts)]


def facts_frame(facts: Sequence[Fact]) -> pd.DataFrame:
    """A frame of one row, with one column per fact."""
    return pd.DataFrame([{_column_of(i, fact): float(fact.value) for i, fact in enumerate(facts)}])


def _column_of(position: int, fact: Fact) -> str:
    """The name of a fact's column; the position tells two facts of one expectation apart."""
    return f"{position:03d}:{fact.expectation}" + (f":{fact.column_name}" if fact.column_name else "")


def _suite(name: str, facts: Sequence[Fact]) -> Any:
    """The facts as a suite: each number lies between its bounds.

    The frame has one row, so the greatest value of a column is its only number. An expectation about the greatest value
    takes a third of the time of one about each value.
    """
    return gx.ExpectationSuite(
        name=name,
        expectations=[
            gxe.ExpectColumnMaxToBeBetween(
                column=_column_of(position, fact),
                min_value=fact.at_least,
                max_value=fact.at_most,
                severity="critical" if fact.severity == "block" else "warning",
                meta={"position": position},
            )
            for position, fact in enumerate(facts)
        ],
    )


def _success(result: Any) -> bool:
    """Whether the expectation holds. Raises EvaluationError on an exception, which is reported flat or per metric."""
    info = result.exception_info or {}
    raised = [info] if "raised_exception" in info else [part for part in info.values() if isinstance(part, dict)]
    if any(part.get("raised_exception") for part in raised):
        raise EvaluationError(f"{result.expectation_config.kwargs.get('column')} could not be evaluated")
    if result.success is None:
        raise EvaluationError(f"{result.expectation_config.kwargs.get('column')} has no verdict")
    return bool(result.success)


def _result(fact: Fact, success: bool) -> Result:
    return Result(
        suite=fact.suite,
        expectation=fact.expectation,
        column_name=fact.column_name,
        severity=fact.severity,
        success=success,
        observed=fact.observed,
        sentence=fact.sentence(success),
    )
