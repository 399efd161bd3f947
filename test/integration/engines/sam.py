"""SAM CLI's language extensions. {"template": …, "parameters": {…}} -> the resources that exist, resolved."""

from samcli.lib.cfn_language_extensions.api import create_default_pipeline
from samcli.lib.cfn_language_extensions.models import PseudoParameterValues, TemplateProcessingContext

import stack

PSEUDO = PseudoParameterValues(
    region=stack.REGION, account_id=stack.ACCOUNT, stack_name=stack.NAME, stack_id=stack.ID
)


def answer(case):
    context = TemplateProcessingContext(
        fragment=case["template"], parameter_values=case["parameters"], pseudo_parameters=PSEUDO
    )
    resources = create_default_pipeline(context).process_template(context)["Resources"]
    conditions = context.resolved_conditions
    return {"resources": {name: body for name, body in resources.items() if conditions.get(body.get("Condition"), True)}}
