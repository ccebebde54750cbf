"""Kubernetes objects become ours; the figures of other organisations' files were counted independently."""

from pathlib import Path
from typing import Any

import yaml

from gitsm.exchange.foreign import read
from gitsm.exchange.kubernetes import convert
from gitsm.exchange.mapping import Imported, Skipped
from tests.support.program import gitsm

BOUTIQUE = Path("importer-inputs") / "k8s-online-boutique" / "kubernetes-manifests.yaml"


def converted(text: str, cluster: str = "", *, infer: bool = False) -> list[Imported | Skipped]:
    return convert([("k.yaml", read("k.yaml", text.encode()))], cluster, infer=infer)


def imported(text: str, cluster: str = "", *, infer: bool = False) -> dict[str, dict[str, Any]]:
    return {one.ref: dict(one.data) for one in converted(text, cluster, infer=infer) if isinstance(one, Imported)}


def deployment(name: str, rest: str = "", labels: str = "", env: str = "", kind: str = "Deployment") -> str:
    return f"""---
apiVersion: apps/v1
kind: {kind}
metadata: {{name: {name}, labels: {{{labels}}}{rest}}}
spec:
  replicas: 2
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      containers: [{{name: c, image: "example/{name}:1.2", env: [{env}]}}]
"""


def service(name: str, selects: str, rest: str = "") -> str:
    return f"---\nkind: Service\nmetadata: {{name: {name}{rest}}}\nspec: {{selector: {{app: {selects}}}}}\n"


def test_online_boutique_arrives_with_the_dependencies_its_variables_name(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / BOUTIQUE
    (tmp_path / "catalog").mkdir()
    done = gitsm("import", "kubernetes", source, "--infer-env", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "12 created."), done.stderr
    found = convert([(source.name, read(source.name, source.read_bytes()))], infer=True)
    records = {one.ref: one.data for one in found if isinstance(one, Imported)}
    edges = {(ref, other) for ref, one in records.items() for other in one.get("depends_on", ())}
    # 16 by the folder's README; counted again here from the text of the manifests.
    objects = [one for one in yaml.safe_load_all(source.read_text("utf-8")) if one]
    names = {one["metadata"]["name"] for one in objects if one["kind"] == "Service"}
    counted = {
        (f"ci:{one['metadata']['name']}", f"ci:{variable['value'].partition(':')[0]}")
        for one in objects if one["kind"] == "Deployment"
        for container in one["spec"]["template"]["spec"]["containers"]
        for variable in container.get("env", ())
        if variable.get("value", "").partition(":")[0] in names and ":" in variable["value"]
    }  # fmt: skip
    assert len(counted) == 16
    assert edges == counted
    assert "ci:shoppingassistantservice" not in {other for _, other in edges}  # named, and not among the manifests
    assert records["ci:redis-cart"]["class"] == "middleware"
    assert gitsm("import", "kubernetes", source, "--infer-env", cwd=tmp_path).stdout.startswith("12 unchanged.")


def test_without_asking_nothing_is_inferred(shared_data: Path) -> None:
    source = shared_data / BOUTIQUE
    found = convert([(source.name, read(source.name, source.read_bytes()))])
    assert [one.ref for one in found if isinstance(one, Imported) and "depends_on" in one.data] == []
    assert [one for one in found if isinstance(one, Skipped)] == []  # every Service selects one Deployment


def test_a_workload_says_what_its_labels_and_annotations_say() -> None:
    marks = (
        ", annotations: {a8r.io/owner: Web Team, a8r.io/description: Sells., a8r.io/runbook: 'https://r.example/x',"
        " a8r.io/chat: '#web'}"
    )
    found = imported(
        deployment("shop", marks, "app.kubernetes.io/version: '3.1', app.kubernetes.io/part-of: Web Shop")
        + deployment("db", labels="app.kubernetes.io/component: database, app.kubernetes.io/part-of: Web Shop"),
        "north",
    )
    shop = found["ci:north-shop"]
    assert (shop["owner"], shop["description"], shop["version"]) == ("team:web-team", "Sells.", "3.1")
    assert shop["links"] == [{"title": "Runbook", "url": "https://r.example/x"}]
    assert shop["attributes"] == {
        "kind": "Deployment", "namespace": "default", "cluster": "north", "image": "example/shop", "replicas": 2
    }  # fmt: skip
    assert (found["ci:north-db"]["class"], found["ci:north-db"]["owner"]) == ("database_instance", "team:unowned")
    assert found["service:web-shop"]["delivered_by"] == ["ci:north-shop", "ci:north-db"]


def test_what_a_namespace_says_of_its_owner_counts_where_nothing_nearer_does() -> None:
    text = (
        "---\nkind: Namespace\nmetadata: {name: pay, labels: {team: Payments}}\n"
        + deployment("a1", ", namespace: pay") + deployment("b1", ", namespace: pay", "owner: Desk")
    )  # fmt: skip
    found = imported(text)
    assert (found["ci:pay-a1"]["owner"], found["ci:pay-b1"]["owner"]) == ("team:payments", "team:desk")


def test_a_way_in_depends_on_the_workloads_behind_it() -> None:
    text = (
        deployment("web")
        + deployment("api")
        + service("front", "web")
        + service("back", "api")
        + """---
kind: Ingress
metadata: {name: public}
spec:
  defaultBackend: {service: {name: front}}
  rules:
    - {host: shop.example, http: {paths: [{backend: {service: {name: back}}}, {backend: {service: {name: nothing}}}]}}
---
kind: HTTPRoute
metadata: {name: route}
spec: {hostnames: [api.example], rules: [{backendRefs: [{name: back}]}]}
"""
    )
    found = {one.ref: one for one in converted(text) if isinstance(one, Imported)}
    public = found["ci:public"]
    assert (public.data["class"], public.data["depends_on"]) == ("url", ["ci:web", "ci:api"])
    assert public.data["attributes"]["hosts"] == ["shop.example"]
    assert [what for _, what in public.remarks] == ["it leads to the Service nothing, which stands for nothing here"]
    assert found["ci:route"].data["depends_on"] == ["ci:api"]


def test_variables_name_services_of_any_namespace_and_no_value_is_kept() -> None:
    env = (
        "{name: SAME, value: 'db:5432'}, {name: AGAIN, value: 'http://db/x'}, {name: FAR, value: 'api.far.svc:80'}, "
        "{name: SELF, value: 'web:80'}, {name: PLAIN, value: db}, {name: KEY, value: 'hunter2:5'}, {name: REF}"
    )
    text = (
        deployment("web", env=env) + deployment("db") + service("db", "db") + service("web", "web")
        + deployment("api", ", namespace: far") + service("api", "api", ", namespace: far")
    )  # fmt: skip
    found = imported(text, infer=True)
    assert found["ci:web"]["depends_on"] == ["ci:db", "ci:far-api"]
    assert found["ci:web"]["attributes"]["inferred"] == ["db: env SAME", "far-api: env FAR"]
    assert "hunter2" not in str(found)


def test_secrets_and_what_others_own_are_passed_over_and_lists_are_opened() -> None:
    text = (
        "kind: List\nitems:\n- {kind: Secret, metadata: {name: s1}, data: {password: aHVudGVyMg==}}\n"
        "- {kind: ConfigMap, metadata: {name: c1}, data: {key: hunter2}}\n"
        "- {kind: ReplicaSet, metadata: {name: web-5d, ownerReferences: [{kind: Deployment, name: web}]}}\n"
        "- {kind: CronJob, metadata: {name: nightly}, spec: {jobTemplate: {spec: {template: {spec: {containers: "
        "[{image: 'postgres@sha256:ab'}]}}}}}}\n"
        "- {kind: Pod, metadata: {name: alone}, spec: {containers: [{image: '${IMAGE}'}]}}\n"
    )
    found = imported(text)
    assert sorted(found) == ["ci:alone", "ci:nightly"]
    assert (found["ci:nightly"]["class"], found["ci:nightly"]["version"]) == ("database_instance", "sha256:ab")
    assert "image" not in found["ci:alone"]["attributes"]
    assert "hunter2" not in str(found)


def test_a_service_that_selects_nothing_is_told_and_one_that_stands_for_another_host_is_outside() -> None:
    text = service("lost", "nobody") + (
        "---\nkind: Service\nmetadata: {name: pay}\nspec: {type: ExternalName, externalName: pay.example}\n"
        "---\nkind: Service\nmetadata: {name: bare}\nspec: {}\n"
    )
    found = converted(text + deployment("web", env="{name: PAY, value: 'https://pay/x'}"), infer=True)
    assert [one.why for one in found if isinstance(one, Skipped)] == ["Service default/lost selects no workload"]
    records = {one.ref: one.data for one in found if isinstance(one, Imported)}
    assert (records["ci:pay"]["class"], records["ci:pay"]["attributes"]["host"]) == ("external_service", "pay.example")
    assert records["ci:web"]["depends_on"] == ["ci:pay"]


def test_two_kinds_of_one_name_are_two_and_one_that_is_there_twice_is_told() -> None:
    found = converted(deployment("web") + deployment("web", kind="StatefulSet") + deployment("web"))
    assert [one.ref for one in found if isinstance(one, Imported)] == ["ci:web", "ci:web-statefulset"]
    assert [one.why for one in found if isinstance(one, Skipped)] == ["Deployment default/web was there before"]


def test_a_template_keeps_no_other_file_from_being_read(tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "k").mkdir()
    (tmp_path / "k" / "a.yaml").write_text(deployment("web"), "utf-8")
    (tmp_path / "k" / "b.yaml").write_text("kind: {{ .Values.kind }}\n  x: [\n", "utf-8")
    done = gitsm("import", "kubernetes", "k", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "1 created."), done.stderr
    assert "k/b.yaml" not in done.stderr
    assert "b.yaml:2: skipped: it is a template, and was not rendered: " in done.stdout
    assert gitsm("import", "kubernetes", "k/b.yaml", cwd=tmp_path).returncode == 2
