"""Whether an answer was written by a person or sent by their phone on its own. Pure."""

import re

# What greetings and absence notices of business phones say, in the languages our customers' customers
# write. Whoever writes like this by hand is taken for a machine, and only a figure is one too low.
_SAYS_SO = re.compile(
    r"""
      (mensagem|resposta|respuesta|mensaje)\s+autom[áa]tic[ao]
    | auto(matic(ally)?|mated)?[\s-]+(reply|response|message|generated)
    | (obrigad[oa]|gracias)\s+por\s+(entrar\s+em\s+contato|sua\s+mensagem|contactar|comunicarte)
    | agradece(mos)?\s+(o\s+|a\s+|pel[oa]\s+)?(seu|sua|tu)\s+(contato|mensagem|mensaje)
    | thank(s|\s+you)\s+for\s+(contacting|reaching\s+out|your\s+message)
    | (we'll|we\s+will|i\s+will|i'll)\s+(get\s+back|respond|reply)\s+to\s+you
    | (estou|estamos)\s+(ausente|fora\s+do\s+hor[áa]rio|de\s+f[ée]rias)
    | (fora|out)\s+(do\s+escrit[óo]rio|of\s+(the\s+)?office|do\s+hor[áa]rio\s+de\s+atendimento)
    | n[ãa]o\s+(estamos|estou|podemos|posso)\s+(dispon[íi]ve(l|is)|(te\s+)?(atender|responder))
      .{0,40}\b(momento|agora)
    | no\s+momento\s+n[ãa]o\s+(estamos|estou|podemos|posso)
    | (retornaremos|responderemos|entraremos\s+em\s+contato)\b.{0,20}\b(assim|breve|quanto)
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


def is_automatic(body: str) -> bool:
    """True when the text says of itself, or reads like, what no person typed just now."""
    return _SAYS_SO.search(body) is not None
