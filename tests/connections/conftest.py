"""The whole application with the stand-in as its Meta."""

import dataclasses

import pytest
from fastapi import FastAPI

import server
from bootstrap import Resources
from services.connections import Connections
from services.templates import Templates


@pytest.fixture
def app(app_resources: Resources, connecting: Connections, templating: Templates) -> FastAPI:
    resources = dataclasses.replace(app_resources, connections=connecting, templates=templating)
    return server.create_app(resources)
