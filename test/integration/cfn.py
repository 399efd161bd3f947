"""Runs AWS's `cfn` against a fake STS.

Its contract tests ask STS who is calling, at STS's public address whatever the environment says. Here they ask
the address in STS_ENDPOINT instead; nothing else of `cfn` is changed.
"""

import os

from rpdk.core import boto_helpers, cli

boto_helpers.get_service_endpoint = lambda service, region: os.environ["STS_ENDPOINT"]
cli.main()
