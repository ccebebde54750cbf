"""What must hold between records: one rule, one module."""

from gitsm.rules.finding import Found
from gitsm.rules.judgement import judge, judge_history, judge_subjects, rejudge
from gitsm.rules.registry import Rule, all_rules
from gitsm.rules.world import World

__all__ = ["Found", "Rule", "World", "all_rules", "judge", "judge_history", "judge_subjects", "rejudge"]
