"""Restoring, deleting backed-up versions, and what goes wrong."""

from cloudinary import Search, api, uploader
from cloudinary.exceptions import AuthorizationRequired, BadRequest, GeneralError, NotFound, RateLimited

from parts.library import GIF, NOWHERE, checks, exists, gif, little, main, names, old


def restores():
    one = gif("sdk/r/one", tags=["restored"])
    two = gif("sdk/r/two", type="private")
    api.delete_resources(["sdk/r/one"])
    gone = api.resource("sdk/r/one", versions=True)
    checks.equal("a deleted asset with a backup is a placeholder",
                 (gone["placeholder"], gone["bytes"], len(gone["versions"])), (True, 0, 1))
    checks.equal("which no listing shows", names(api.resources_by_tag("restored")), [])
    checks.equal("nor another deletion", api.delete_resources(["sdk/r/one"])["deleted"], {"sdk/r/one": "not_found"})
    answer = api.restore(["sdk/r/one", "sdk/r/never"])
    checks.equal("it comes back with its ID", (answer["sdk/r/one"]["asset_id"], answer["sdk/r/one"]["placeholder"]),
                 (one["asset_id"], False))
    checks.equal("what was never there does not", answer["sdk/r/never"], {"error": "no_backup"})
    checks.equal("its tags are back", names(api.resources_by_tag("restored")), ["sdk/r/one"])
    checks.equal("and its size", api.resource("sdk/r/one")["bytes"], len(GIF))
    uploader.destroy("sdk/r/one")
    uploader.destroy("sdk/r/two", type="private")
    both = [one["asset_id"], two["asset_id"]]
    answer = api.restore_by_asset_ids(both + [NOWHERE])
    checks.equal("by asset IDs, of all kinds", [answer[key].get("public_id") for key in both],
                 ["sdk/r/one", "sdk/r/two"])
    checks.equal("a made-up asset ID has no backup", answer[NOWHERE], {"error": "no_backup"})
    checks.true("both are there", exists("sdk/r/one") and exists("sdk/r/two", type="private"))
    checks.raises("fetched ones have no backups", BadRequest, lambda: api.restore(["x"], type="fetch"))
    gif("sdk/r/lost", upload_prefix=old.prefix)
    api.delete_resources(["sdk/r/lost"], upload_prefix=old.prefix)
    checks.raises("without backups a deleted asset is gone", NotFound,
                  lambda: api.resource("sdk/r/lost", upload_prefix=old.prefix))
    checks.equal("and cannot be restored", api.restore(["sdk/r/lost"], upload_prefix=old.prefix),
                 {"sdk/r/lost": {"error": "no_backup"}})
    gif("sdk/r/kept", backup=True, upload_prefix=old.prefix)
    api.delete_resources(["sdk/r/kept"], upload_prefix=old.prefix)
    checks.equal("unless its upload asked for one",
                 api.restore(["sdk/r/kept"], upload_prefix=old.prefix)["sdk/r/kept"]["bytes"], len(GIF))


def backups():
    first = gif("sdk/b/asset")
    gif("sdk/b/asset", b"second")
    asset_id = first["asset_id"]

    def versions():
        return api.resource_by_asset_id(asset_id, versions=True)["versions"]

    known = versions()
    checks.equal("each content is a version, the oldest first", [version["size"] for version in known],
                 [len(GIF), len(GIF) + 6])
    restored = api.restore(["sdk/b/asset"], versions=[known[0]["version_id"]])
    checks.equal("an older version comes back", restored["sdk/b/asset"]["bytes"], len(GIF))
    checks.raises("one version for each name", BadRequest, lambda: api.restore(["a", "b"], versions=["c"]))
    answer = api.delete_backed_up_assets(asset_id, [known[0]["version_id"]])
    checks.equal("a version is deleted", (answer["asset_id"], answer["deleted_version_ids"]),
                 (asset_id, [known[0]["version_id"]]))
    answer = api.delete_backed_up_assets(asset_id, [known[1]["version_id"], NOWHERE])
    checks.equal("failures are told", [failure["version_id"] for failure in answer["failures"]], [NOWHERE])
    checks.equal("none is left", versions(), [])
    checks.true("the asset is still there", exists("sdk/b/asset"))
    uploader.destroy("sdk/b/asset")
    checks.raises("deleted without backups it is gone", NotFound, lambda: api.resource("sdk/b/asset"))
    checks.raises("versions of nothing", NotFound, lambda: api.delete_backed_up_assets(NOWHERE, [NOWHERE]))


def refusals():
    wrong = {"api_secret": "wrong"}
    checks.raises("a wrong secret", AuthorizationRequired, lambda: api.ping(**wrong), "api_secret mismatch")
    checks.raises("a wrong key", AuthorizationRequired, lambda: api.ping(api_key="1"), "Invalid api_key")
    checks.raises("a wrong key of an upload", AuthorizationRequired, lambda: gif("sdk/e", api_key="1"),
                  "Unknown API key 1")
    checks.raises("a wrong cloud", AuthorizationRequired, lambda: api.ping(cloud_name="other"),
                  "Invalid cloud_name other")
    checks.raises("a wrong token", AuthorizationRequired, lambda: api.ping(oauth_token="x"), "Invalid token")
    checks.raises("a wrong signature echoes what to sign", AuthorizationRequired,
                  lambda: uploader.destroy("sdk/wrong & signed", **wrong),
                  "String to sign - 'public_id=sdk/wrong %26 signed&timestamp=")
    checks.raises("an old signature", AuthorizationRequired,
                  lambda: uploader.call_api("destroy", {"public_id": "sdk/e", "timestamp": 1_000_000_000}),
                  "Stale request")
    checks.raises("search needs a key, too", AuthorizationRequired, lambda: Search().expression("a").execute(**wrong))
    gif("sdk/e/one")
    for fault, error, words in (
        ("error-500", GeneralError, "General Error"),
        ("html-503", GeneralError, "503"),
        ("html-401", GeneralError, "401"),
        ("locked-423", Exception, "Processing"),
        ("limit-420", RateLimited, "Rate Limit Exceeded"),
        ("limit-429", RateLimited, "Rate Limit Exceeded"),
    ):
        main.fault(f"{fault}:1@changing")
        checks.raises(f"the fault {fault}", error, lambda: api.delete_resources(["sdk/e/one"]), words)
    checks.true("none of them did anything", exists("sdk/e/one"))
    # The SDK asks again by itself, so a single one would not show.
    main.fault("cut-body@changing")
    checks.raises("an answer that breaks off", GeneralError, lambda: api.delete_resources(["sdk/e/one"]))
    main.no_faults()
    checks.true("was after the work", not exists("sdk/e/one"))
    main.fault("empty-listing:1")
    checks.equal("an empty listing", names(api.resources()), [])
    main.fault("refuse-third:1")
    few = [gif(f"sdk/e/{letter}")["asset_id"] for letter in "abc"]
    checks.equal("a third that is refused", list(api.delete_resources_by_asset_ids(few)["deleted"].values()),
                 ["deleted", "deleted", "unauthorized"])
    main.no_faults()


def quota():
    prefix = little.prefix
    little.half_past()
    left = [api.ping(upload_prefix=prefix).rate_limit_remaining for _ in range(5)]
    checks.equal("the quota runs down", left, [4, 3, 2, 1, 0])
    checks.raises("and is used up", RateLimited, lambda: api.ping(upload_prefix=prefix),
                  "Limit of 5 api operations reached. Try again on ")
    checks.raises("for search as well", RateLimited, lambda: Search().expression("a").execute(upload_prefix=prefix))
    checks.equal("uploads go on", gif("q", upload_prefix=prefix)["public_id"], "q")
    checks.equal("and so does destroy", uploader.destroy("q", upload_prefix=prefix)["result"], "ok")
    little.ask("POST", "/practice/clock", "1800s")
    checks.equal("the next hour begins anew", api.ping(upload_prefix=prefix).rate_limit_remaining, 4)
