"""What P6 is measured against: an endpoint that only reads the body, in a server like ours."""

import asyncio
import sys

import uvicorn
import uvloop
from fastapi import FastAPI, Request, Response

app = FastAPI(openapi_url=None)


@app.post("/webhooks/meta")
async def read_only(request: Request) -> Response:
    await request.body()
    return Response()


async def serve(port: int) -> None:
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        http="httptools",
    )
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(int(sys.argv[1])))
