"""toasoan search: the index made anew, checked, asked."""

import typer

from service.cli import query, rebuild, verify

app = typer.Typer(help="The search index: make it anew, check it, ask it.")


@app.callback()
def search() -> None:
    pass


app.command("rebuild")(rebuild.rebuild)
app.command("verify")(verify.verify)
app.command("query")(query.query)
