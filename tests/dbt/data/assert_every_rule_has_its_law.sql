-- Finds rules of the product for which the state has no citation, sentence and severity, and rules of the state that no
-- model judges. Matters always: a rule without its law is never assessed. Resolve in the state's seed `policy_rules`.
select
    scopes.rule_id,
    rules.rule_id as rule_id_of_state
from {{ ref('rule_scopes') }} as scopes
full join {{ ref('policy_rules') }} as rules on scopes.rule_id = rules.rule_id
where scopes.rule_id is null or rules.rule_id is null
