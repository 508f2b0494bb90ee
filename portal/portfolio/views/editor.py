"""The editor: what the page says, who can see it, taking it down and bringing it back."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from portal.db import get_session, now_utc, transaction
from portal.portfolio import queries, services
from portal.portfolio.forms import PortfolioForm
from portal.portfolio.models import Portfolio
from portal.portfolio.pages import Difference, EditPage, PublishPage, RemovedPage, ResultChoice
from portal.portfolio.queries import Result
from portal.portfolio.showing import measured_row
from portal.portfolio.views import bp
from portal.portfolio.views.public import seen_by_strangers, stored_page
from portal.portfolio.visibility import complete_results
from portal.web.forms import form_page
from portal.web.guards import member_required
from portal.web.i18n import gettext as _

# Where the button that saves leads.
AFTER = {"sample": ".sample", "preview": ".preview", "publish": ".publish"}


@bp.route("/portfolio", methods=["GET", "POST"])
@member_required
@form_page
def edit() -> object:
    page = queries.find_page(get_session(), current_user.id)
    if page is not None and page.removed_at is not None:
        return _removed(page)
    results = complete_results(current_user.id)
    form = PortfolioForm(stored=page, today=now_utc().date())
    if request.method == "GET":
        form.show_page(page)
    elif form.validate():
        try:
            _save(form, results)
        except services.StaleError as stale:
            return _page(form, stale.page, results, _differences(form, stale.page)), 409
        except services.HandleTakenError:
            form.handle.errors = [_("Somebody has or had this address. Choose another.")]
        except services.TooManyHandlesError as error:
            words = _("You have used %(n)s addresses, which is the most. Yours: %(own)s.")
            form.handle.errors = [words % {"n": len(error.own), "own": ", ".join(error.own)}]
        else:
            return _saved()
    return _page(form, page, results), 422 if form.errors else 200


def _save(form: PortfolioForm, results: list[Result]) -> None:
    said = form.said({row.public_id for row in results})
    with transaction() as session:
        services.save(session, current_user.id, form.known_version, form.handle.data, said, now=now_utc())


def _saved() -> object:
    target = AFTER.get(request.form.get("then", ""), ".edit")
    if target == ".edit":
        flash(_("Saved."))
    return redirect(url_for(target))


def _page(
    form: PortfolioForm,
    page: Portfolio | None,
    results: list[Result],
    differences: tuple[Difference, ...] = (),
) -> str:
    session, now = get_session(), now_utc()
    page_id = page.id if page else None
    removed = queries.find_sample(session, page_id, removed=True)
    view = EditPage(
        page=page,
        shown=frozenset(form.show.data or ()),
        results=tuple(_choice(row, page, form.results.data or ()) for row in results),
        sample=queries.find_sample(session, page_id),
        removed_sample=removed if removed and removed.removed_at > now - queries.KEPT_REMOVED else None,
        differences=differences,
    )
    return render_template("portfolio/edit.html", form=form, page=view)


def _choice(row: Result, page: Portfolio | None, ticked: list[str]) -> ResultChoice:
    """Before the first save every result is offered as on; later ones wait until their owner says so."""
    never_saved = page is None or page.changed_at is None
    new = not never_saved and row.public_id not in page.results and row.closed_at > page.changed_at
    on = row.public_id in ticked or (never_saved and request.method == "GET")
    return ResultChoice(row.public_id, measured_row(row), on, new)


def _differences(form: PortfolioForm, page: Portfolio | None) -> tuple[Difference, ...]:
    """Where page and form say different things. The form now builds on what the page says."""
    if page is None or page.removed_at is not None:
        return (Difference(_("Page"), _("taken down"), _("changed")),)
    saved = PortfolioForm(stored=page, today=now_utc().date(), formdata=None)
    saved.show_page(page)
    form.version.data = str(page.version)
    pairs = [
        (str(field.label.text), _shown(saved[field.name]), _shown(field))
        for field in form
        if field.name not in ("csrf_token", "version", "show", "results")
    ]
    for name, label in (("show", _("Parts shown")), ("results", _("Results shown"))):
        ours, theirs = set(saved[name].data or ()), set(form[name].data or ())
        pairs.append((label, len(ours), len(theirs) if len(ours) != len(theirs) or ours == theirs else _("others")))
    return tuple(Difference(label, str(ours), str(theirs)) for label, ours, theirs in pairs if ours != theirs)


def _shown(field: object) -> str:
    """A field's value as a person reads it."""
    if field.type == "SelectField":
        return next((str(choice.label) for choice in field.iter_choices() if choice.selected), "")
    if field.type == "BooleanField":
        return _("yes") if field.data else _("no")
    return field.data or ""


@bp.route("/portfolio/publish", methods=["GET", "POST"])
@member_required
def publish() -> object:
    """Lists everything that will be visible, then makes it so; refused when the page changed in between."""
    page = stored_page()
    changed = False
    if request.method == "POST":
        try:
            with transaction() as session:
                services.publish(session, page, request.form.get("stamp", ""), now=now_utc())
        except services.StaleError:
            changed = True
        else:
            flash(_("Published. Anyone with the address can see it now."))
            return redirect(url_for(".edit"))
    stamp = services.stamp_of(get_session(), page)
    view = PublishPage(seen_by_strangers(page), stamp, page.published_at is not None, changed)
    return render_template("portfolio/publish.html", page=view), 409 if changed else 200


@bp.post("/portfolio/unpublish")
@member_required
def unpublish() -> object:
    page = stored_page()
    with transaction() as session:
        services.unpublish(session, page, now=now_utc())
    flash(_("Private again. Its address answers “nothing here” to everybody but you."))
    return redirect(url_for(".edit"))


def _removed(page: Portfolio) -> object:
    """The editor of a page that was taken down: bring it back, or let it go."""
    if request.method == "POST":
        flash(_("The page was taken down meanwhile, so nothing was saved."), "error")
        return redirect(url_for(".edit"))
    until = page.removed_at + queries.KEPT_REMOVED
    view = RemovedPage(page.handle or "", page.removed_at, until)
    return render_template("portfolio/removed.html", page=view)


@bp.post("/portfolio/remove")
@member_required
def remove() -> object:
    page = stored_page()
    with transaction() as session:
        services.remove(session, page, now=now_utc())
    return redirect(url_for(".edit"))


@bp.post("/portfolio/restore")
@member_required
def restore() -> object:
    """The page back, private. Pressed twice, it is still there."""
    with transaction() as session:
        page = queries.find_page(session, current_user.id)
        back = page is not None and (page.removed_at is None or services.restore(session, page, now=now_utc()))
    flash(_("Your page is back. It is private until you publish it.") if back else _("There is nothing to bring back."))
    return redirect(url_for(".edit"))


@bp.post("/portfolio/forget")
@member_required
def forget() -> object:
    """Deletes a page that was taken down, at once, so that another can be started."""
    with transaction() as session:
        page = queries.find_page(session, current_user.id)
        if page is not None and page.removed_at is not None:
            services.erase(session, current_user.id)
    return redirect(url_for(".edit"))
