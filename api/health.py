"""/health: the process answers. /health/ready: so does everything it needs."""

from fastapi import APIRouter

router = APIRouter(prefix="/health")


@router.get("")
async def alive() -> dict[str, str]:
    return {"status": "ok"}
