"""The stack that every engine deploys."""

NAME = "models"
REGION = "eu-west-1"
ACCOUNT = "111122223333"
ID = f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{NAME}/1"
