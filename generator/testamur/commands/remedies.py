"""What to do about each thing that `testamur doctor` finds, on each host."""

from __future__ import annotations

from enum import StrEnum

from testamur.model.hosts import Host


class Check(StrEnum):
    """What is looked at, by the name that a finding bears."""

    HTTPS = "https"
    MISSING = "missing"
    HIDDEN = "hidden-files"
    INDEX = "index"
    REDIRECT = "redirect"
    TYPE = "type"
    CORS = "cors"
    NOT_FOUND = "not-found"
    KEYS = "keys"
    LISTS = "lists"
    CHECKPOINT = "checkpoint"
    AWARDS = "awards"


_ANYWHERE = {
    Check.HTTPS: "get a certificate for the domain, and let http lead to https",
    Check.MISSING: "build again and publish the whole of site/, with every file in it",
    Check.HIDDEN: "publish files and folders whose names begin with a dot as well",
    Check.INDEX: "let an address that ends in a slash answer with the index.html of that folder",
    Check.REDIRECT: "serve it at exactly this address: strict verifiers follow no redirect",
    Check.TYPE: "let the host send the types that stand in site/_headers",
    Check.CORS: "let the host send `Access-Control-Allow-Origin: *` with every file",
    Check.NOT_FOUND: "answer what is not there with status 404, and 404.html as the page",
    Check.KEYS: "build from the newest register, and publish all of site/",
    Check.LISTS: "run `testamur refresh`, build, and publish; a workflow should do it every day",
    Check.CHECKPOINT: "build from the newest register and publish it; if others publish too, "
    "bring their register first: `testamur register pull`",
    Check.AWARDS: "build again and publish the whole of site/; `testamur verify site` judges it "
    "before it goes out",
}

_AT: dict[tuple[Check, Host], str] = {
    (Check.HTTPS, Host.GITHUB_PAGES): "Settings, Pages: tick `Enforce HTTPS`",
    (Check.HTTPS, Host.NETLIFY): "Domain management, HTTPS: provision the certificate",
    (Check.HTTPS, Host.CLOUDFLARE_PAGES): "SSL/TLS, Edge Certificates: `Always Use HTTPS`",
    (Check.HTTPS, Host.GITLAB_PAGES): "Deploy, Pages: tick `Force HTTPS`",
    (Check.HTTPS, Host.S3): "storage alone has no certificate of yours: put a CDN before it",
    (Check.HIDDEN, Host.GITHUB_PAGES): "the artifact must take hidden files "
    "(`include-hidden-files: true`), and a branch must hold .nojekyll",
    (Check.HIDDEN, Host.GITLAB_PAGES): "the job must publish all of public/, copied with its "
    "hidden files (`cp -a site/. public/`)",
    (Check.HIDDEN, Host.S3): "upload the folder as a whole; a pattern like site/* leaves hidden "
    "files out",
    (Check.HIDDEN, Host.SERVER): "many example configurations deny /. wholly: allow /.well-known/",
    (Check.TYPE, Host.CLOUDFLARE_PAGES): "_headers must lie at the top of what is published",
    (Check.TYPE, Host.NETLIFY): "_headers must lie at the top of what is published",
    (Check.TYPE, Host.GITHUB_PAGES): "it knows types by the ends of names only; see whether the "
    "file was published whole",
    (Check.TYPE, Host.S3): "give the type with each upload (`--content-type`)",
    (Check.CORS, Host.CLOUDFLARE_PAGES): "_headers must lie at the top of what is published",
    (Check.CORS, Host.NETLIFY): "_headers must lie at the top of what is published",
    (Check.CORS, Host.S3): "write a CORS rule for GET from every origin on the bucket",
    (Check.CORS, Host.SERVER): "send `Access-Control-Allow-Origin: *` always, docs/hosting.md "
    "has the lines",
    (Check.INDEX, Host.S3): "use the bucket's website endpoint, or rewrite addresses in the CDN",
    (Check.REDIRECT, Host.CLOUDFLARE_PAGES): "look for a rule of yours in _redirects, Bulk "
    "Redirects or Page Rules, and for a base_url with or without www.",
    (Check.REDIRECT, Host.NETLIFY): "look for rules in _redirects and netlify.toml, and for "
    "another primary domain than that of base_url",
    (Check.REDIRECT, Host.GITHUB_PAGES): "the custom domain must be that of base_url",
    (Check.NOT_FOUND, Host.NETLIFY): "take the rule `/* /index.html 200` out of _redirects",
    (Check.NOT_FOUND, Host.CLOUDFLARE_PAGES): "404.html must lie at the top: without it every "
    "address answers with the start page",
    (Check.NOT_FOUND, Host.S3): "name 404.html as error document, without status 200",
    (Check.NOT_FOUND, Host.SERVER): "take the fallback to index.html out (`try_files … =404`)",
}


def remedy(check: Check, host: Host | None) -> str:
    """What to do, in one sentence without its full stop."""
    special = _AT.get((check, host)) if host else None
    return f"on {host.words}: {special}" if special and host else _ANYWHERE[check]
