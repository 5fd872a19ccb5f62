"""The one module that imports Great Expectations, which takes seconds: only the worker imports it."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.data_context.types.base import ProgressBarsConfig

from expectations.facts import Fact, Result
from expectations.frames import column_of, facts_frame


class JudgeError(Exception):
    """An expectation could not be evaluated. Not the same as an expectation that failed."""


class Evaluator:
    """Great Expectations with an ephemeral context, the pandas source, and nothing written or sent."""

    def __init__(self) -> None:
        logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
        source = context.data_sources.add_pandas("facts")
        asset = source.add_dataframe_asset("facts")
        self._frame = asset.add_batch_definition_whole_dataframe("facts")

    def evaluate(self, suite: str, facts: Sequence[Fact]) -> list[Result]:
        """One result a fact, in their order, from one validation. JudgeError where one could not be evaluated."""
        if not facts:
            return []
        for fact in facts:
            # A missing number would pass: Great Expectations leaves nulls out.
            if not math.isfinite(fact.value):
                raise JudgeError(f"{fact.expectation} has no number to judge")
        batch = self._frame.get_batch({"dataframe": facts_frame(facts)})
        validated = batch.validate(_suite(suite, facts), result_format="BOOLEAN_ONLY")
        verdicts = {result.expectation_config.meta["position"]: _success(result) for result in validated.results}
        if set(verdicts) != set(range(len(facts))):
            raise JudgeError("Great Expectations left expectations out")
        return [_result(fact, verdicts[position]) for position, fact in enumerate(facts)]


def _suite(name: str, facts: Sequence[Fact]) -> Any:
    """The facts as a suite: each number between its bounds.

    In a frame of one row the greatest value of a column is the number, and it is found in a third of the time that
    the expectation about each value takes.
    """
    return gx.ExpectationSuite(
        name=name,
        expectations=[
            gxe.ExpectColumnMaxToBeBetween(
                column=column_of(position, fact),
                min_value=fact.at_least,
                max_value=fact.at_most,
                severity="critical" if fact.severity == "block" else "warning",
                meta={"position": position},
            )
            for position, fact in enumerate(facts)
        ],
    )


def _success(result: Any) -> bool:
    """Whether the expectation holds; an exception is told apart, flat or by metric in Great Expectations' answer."""
    info = result.exception_info or {}
    raised = [info] if "raised_exception" in info else [part for part in info.values() if isinstance(part, dict)]
    if any(part.get("raised_exception") for part in raised):
        raise JudgeError(f"{result.expectation_config.kwargs.get('column')} could not be evaluated")
    if result.success is None:
        raise JudgeError(f"{result.expectation_config.kwargs.get('column')} has no verdict")
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
