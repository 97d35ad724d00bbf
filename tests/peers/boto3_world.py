"""A boto3 client for a served world, and its refusals as its users see them: typed exceptions with their members."""
import os

import serving

_ENVIRONMENT = serving.client_environment()
for _name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[_name]
os.environ.update(_ENVIRONMENT)

import boto3  # noqa: E402  (it reads the environment)
from botocore.config import Config  # noqa: E402

# Numbers of worlds/account.lua and a person in the US.
CODES, TOLL_FREE, SHORT_CODE, PERSON = "+12065550183", "+18445550142", "24680", "+14255550168"


def client_of(server, attempts=1, checks_parameters=False, **config):
    """A client as anybody would make it, but for its address. `checks_parameters`: boto3 looks at requests before it sends
    them, as it does by default; most tests want the service to look."""
    retries = {"total_max_attempts": attempts, "mode": "standard"}
    return boto3.client("pinpoint-sms-voice-v2", endpoint_url=server.url,
                        config=Config(retries=retries, parameter_validation=checks_parameters, **config))


def method_of(client, operation):
    """client.send_text_message for "SendTextMessage"."""
    names = {api: python for python, api in client.meta.method_to_api_mapping.items()}
    return getattr(client, names[operation])


class Refusal:
    """The typed exception that a call raised; None when it raised none."""

    def __init__(self, client, call):
        self.type = self.reason = self.message = None
        self.fields, self.response = [], {}
        try:
            self.answer = call()
        except client.exceptions.ClientError as error:
            typed = getattr(client.exceptions, error.response["Error"]["Code"], None)
            # The class that a user would name in `except client.exceptions.ConflictException`.
            self.type = typed.__name__ if typed is not None and isinstance(error, typed) else f"untyped {error.response['Error']['Code']}"
            self.response = error.response
            self.message = error.response["Error"]["Message"]
            self.reason = error.response.get("Reason")
            self.fields = [field["Name"] for field in error.response.get("Fields", [])]

    def __repr__(self):
        return f"{self.type} {self.reason} {self.fields} {self.message!r}" if self.type else f"no exception: {self.answer}"


def all_pages(client, method, **parameters):
    return list(client.get_paginator(method).paginate(**parameters))
