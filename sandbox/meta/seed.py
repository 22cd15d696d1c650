"""The demo business the sandbox starts with, the same every time."""

from typing import Any

from sandbox.meta.model import Account, Number, Template, Token
from sandbox.meta.world import World

ACCOUNT_ID = "100200300400500"
NUMBER_ID = "111222333444555"
SECOND_NUMBER_ID = "111222333444556"
# The stand-in's own tokens, printed in its documentation.
TOKEN = "sandbox-token"  # noqa: S105
_ONLY_MANAGEMENT = "sandbox-token-management"
_ONLY_MESSAGING = "sandbox-token-messaging"

JsonObject = dict[str, Any]


def plant(world: World) -> None:
    world.accounts[ACCOUNT_ID] = Account(ACCOUNT_ID, "Loja Aurora")
    world.numbers[NUMBER_ID] = Number(NUMBER_ID, ACCOUNT_ID, "+55 11 4000-1234", "Loja Aurora")
    world.numbers[SECOND_NUMBER_ID] = Number(
        SECOND_NUMBER_ID, ACCOUNT_ID, "+55 21 4000-5678", "Aurora Atendimento"
    )
    for token in (
        Token(TOKEN),
        Token(_ONLY_MANAGEMENT, scopes=("whatsapp_business_management",)),
        Token(_ONLY_MESSAGING, scopes=("whatsapp_business_messaging",)),
    ):
        world.tokens[token.value] = token
    for template in _templates():
        world.templates[template.id] = template


def add_account(world: World, account: Account) -> None:
    """A further account, with the one template Meta gives to each."""
    world.accounts[account.id] = account
    template = _hello_world(world.new_id("9500"), account.id)
    world.templates[template.id] = template


def _body(text: str, *example: str) -> JsonObject:
    component: JsonObject = {"type": "BODY", "text": text}
    if example:
        component["example"] = {"body_text": [list(example)]}
    return component


def _hello_world(template_id: str, account_id: str) -> Template:
    components: list[JsonObject] = [
        {"type": "HEADER", "format": "TEXT", "text": "Hello World"},
        _body(
            "Welcome and congratulations!! This message demonstrates your ability to send a "
            "WhatsApp message notification from the Cloud API, hosted by Meta. Thank you for "
            "taking the time to test with us."
        ),
        {"type": "FOOTER", "text": "WhatsApp Business Platform sample message"},
    ]
    return _approved(
        template_id, "hello_world", "en_US", "UTILITY", components, account_id=account_id
    )


def _approved(
    template_id: str,
    name: str,
    language: str,
    category: str,
    components: list[JsonObject],
    *,
    account_id: str = ACCOUNT_ID,
) -> Template:
    return Template(
        template_id,
        account_id,
        name,
        language,
        category,
        components,
        status="APPROVED",
        quality="GREEN",
    )


def _templates() -> list[Template]:
    return [
        _hello_world("900000000000001", ACCOUNT_ID),
        *_promotions(),
        *_orders(),
        *_appointments(),
        _showcase(),
        *_waiting(),
    ]


def _promotions() -> list[Template]:
    def promotion(template_id: str, language: str, text: str, name: str, stop: str) -> Template:
        components = [
            _body(text, name, "20%"),
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": stop}]},
        ]
        return _approved(template_id, "promocao_do_mes", language, "MARKETING", components)

    return [
        promotion(
            "900000000000002",
            "pt_BR",
            "Oi {{1}}! Este mês você tem {{2}} de desconto em toda a loja. Aproveite!",
            "Ana",
            "Não quero mais receber",
        ),
        promotion(
            "900000000000003",
            "en_US",
            "Hi {{1}}! This month you get {{2}} off everything in the store. Enjoy!",
            "Anna",
            "Stop promotions",
        ),
    ]


def _orders() -> list[Template]:
    link = {"type": "URL", "url": "https://loja.example/pedidos/{{1}}"}
    return [
        _approved(
            "900000000000004",
            "pedido_atualizado",
            "pt_BR",
            "UTILITY",
            [
                {"type": "HEADER", "format": "TEXT", "text": "Pedido atualizado"},
                _body("Oi {{1}}, seu pedido {{2}} agora está: {{3}}. Obrigado!", *_ORDER_PT),
                {"type": "FOOTER", "text": "Loja Aurora"},
                {
                    "type": "BUTTONS",
                    "buttons": [
                        link
                        | {
                            "text": "Ver pedido",
                            "example": ["https://loja.example/pedidos/1042"],
                        }
                    ],
                },
            ],
        ),
        _approved(
            "900000000000005",
            "order_update",
            "en_US",
            "UTILITY",
            [_body("Hi {{1}}, your order {{2}} is now: {{3}}. Thank you!", *_ORDER_EN)],
        ),
    ]


_ORDER_PT = ("Ana", "#1042", "a caminho")
_ORDER_EN = ("Anna", "#1042", "on its way")


def _appointments() -> list[Template]:
    named: JsonObject = {
        "type": "BODY",
        "text": "Olá {{nome}}, seu horário com {{profissional}} é em {{data}}. Você confirma?",
        "example": {
            "body_text_named_params": [
                {"param_name": "nome", "example": "Ana"},
                {"param_name": "profissional", "example": "Dra. Lima"},
                {"param_name": "data", "example": "12/03 às 14h"},
            ]
        },
    }
    buttons = [
        {"type": "QUICK_REPLY", "text": "Confirmo"},
        {"type": "QUICK_REPLY", "text": "Remarcar"},
    ]
    template = _approved(
        "900000000000006",
        "lembrete_de_horario",
        "pt_BR",
        "UTILITY",
        [named, {"type": "BUTTONS", "buttons": buttons}],
    )
    template.parameter_format = "NAMED"
    return [template]


def _showcase() -> Template:
    handle = "4::aW1hZ2UvcG5n:sandbox-demo"
    return _approved(
        "900000000000007",
        "novidades_com_foto",
        "pt_BR",
        "MARKETING",
        [
            {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": [handle]}},
            _body("Chegou coisa nova, {{1}}! Veja a coleção que separamos para você.", "Ana"),
            {"type": "FOOTER", "text": "Toque em Parar para não receber mais"},
            {
                "type": "BUTTONS",
                "buttons": [
                    {"type": "QUICK_REPLY", "text": "Quero ver"},
                    {"type": "URL", "text": "Abrir a loja", "url": "https://loja.example"},
                    {"type": "QUICK_REPLY", "text": "Parar"},
                ],
            },
        ],
    )


def _waiting() -> list[Template]:
    pending = Template(
        "900000000000008",
        ACCOUNT_ID,
        "pesquisa_de_satisfacao",
        "pt_BR",
        "MARKETING",
        [_body("Oi {{1}}, de 0 a 10, quanto você gostou da sua última compra?", "Ana")],
    )
    rejected = Template(
        "900000000000009",
        ACCOUNT_ID,
        "ganhe_dinheiro_agora",
        "pt_BR",
        "MARKETING",
        [_body("Parabéns {{1}}, você ganhou um prêmio! Clique já para receber.", "Ana")],
        status="REJECTED",
        rejected_reason="PROMOTIONAL",
    )
    return [pending, rejected]
