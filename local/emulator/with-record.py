"""Runs the emulator, and writes down which grants of roles were used.

Every call under a role's credentials adds a line of JSON to the file named
first: the role, the action, and the resource as the role's policy grants it, or
as it was asked for when the call was denied. A line is written once, so the
file is no longer than the policies; remove it, and it is begun anew.

The emulator asks whether a role may send mail from anywhere; SES asks for the
address, or the domain, that it comes from. Here the address is asked for.
"""

import json
import os
import sys

record = sys.argv.pop(1)

from ministack.core import iam_actions
from ministack.core import iam_evaluator as iam
from ministack.app import main

decide = iam.enforce
ses_resource = iam_actions._ses_v2_resource_arn
written = set()


def enforce(access_key, action, service, region, resource_arn="*", *rest, **named):
    denied = decide(access_key, action, service, region, resource_arn, *rest, **named)
    caller = iam.resolve_caller_identity(access_key or "")
    is_role = caller is not None and ":assumed-role/" in caller["userArn"]
    if is_role and not isinstance(denied, iam.AuthError):
        role = caller["userArn"].split("/")[1]
        if denied is None:
            for grant in grants(role, caller["accountId"], action, resource_arn):
                write(role=role, action=action, resource=grant, allowed=True)
        else:
            write(role=role, action=action, resource=resource_arn, allowed=False)
    return denied


def grants(role, account, action, resource_arn):
    """The resources in the role's policies by which it may do this here."""
    for policy in iam._gather_role_policies(role, account):
        for statement in policy:
            if any(iam.fnmatch_iam(action, name) for name in statement.actions):
                for resource in statement.resources:
                    if iam.fnmatch_iam_cs(resource_arn, resource):
                        yield resource


def write(**line):
    text = json.dumps(line)
    if not os.path.exists(record):
        written.clear()
    if text not in written:
        written.add(text)
        with open(record, "a", encoding="utf-8") as file:
            file.write(f"{text}\n")


def mail_resource(method, path, body, region, account):
    """What the emulator names, and for a mail the address that it comes from."""
    if method == "POST" and path.rstrip("/") == "/v2/email/outbound-emails":
        address = json.loads(body).get("FromEmailAddress", "")
        return f"arn:aws:ses:{region}:{account}:identity/{address}"
    return ses_resource(method, path, body, region, account)


# The emulator looks both functions up by these names at each call.
iam.enforce = enforce
iam_actions._ses_v2_resource_arn = mail_resource
main()
