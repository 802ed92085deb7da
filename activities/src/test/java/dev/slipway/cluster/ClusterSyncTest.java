package dev.slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Manifest;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterSyncTest {

  private static final String EXTRA =
      """
      {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s"},"data":{"A":"1"}}
      """;

  private final FakePulse pulse = new FakePulse();
  private final MemoryCluster cluster = new MemoryCluster(pulse::now);
  private final Shop shop = new Shop().commit("c1", "shop:1", 2, "hello");
  private final ClusterSync sync = new ClusterSync(shop, cluster, pulse);

  @Test
  void appliesConfigurationThenServiceThenDeploymentThenRoute() {
    SyncReport report = sync.apply(order("c1"));

    assertThat(cluster.effects())
        .containsExactly(
            "apply ConfigMap/shop",
            "apply Secret/shop",
            "apply Service/shop",
            "apply Deployment/shop",
            "apply HTTPRoute/shop");
    assertThat(report.created()).hasSize(5);
    assertThat(report.health()).isEqualTo(Health.HEALTHY);
    assertThat(report.drift()).isEmpty();
    assertThat(cluster.outages()).isEmpty();
  }

  private static String deployment(String name, String image, String wave) {
    return """
        {"apiVersion":"apps/v1","kind":"Deployment",
         "metadata":{"name":"%s","annotations":{"%s":"%s"}},
         "spec":{"replicas":1,"template":{"spec":{"containers":[{"name":"c","image":"%s"}]}}}}
        """
        .formatted(name, wave.isEmpty() ? "x" : "slipway.dev/wave", wave, image);
  }

  @Test
  void appliesWaveByWaveEachHealthyBeforeTheNext() {
    shop.commit(
        "c2",
        "shop:1",
        2,
        "hello",
        deployment("late", "late:1", "1"),
        deployment("early", "early:1", "-1"));

    SyncReport report = sync.apply(order("c2"));

    assertThat(cluster.effects()).startsWith("apply Deployment/early");
    assertThat(cluster.effects()).endsWith("apply HTTPRoute/shop", "apply Deployment/late");
    assertThat(report.health()).isEqualTo(Health.HEALTHY);
  }

  private static final String DEFINITION =
      """
      {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
       "metadata":{"name":"things.example.com"},
       "spec":{"group":"example.com","names":{"kind":"Thing","plural":"things"}}}
      """;
  private static final String THING =
      """
      {"apiVersion":"example.com/v1","kind":"Thing",
       "metadata":{"name":"one","annotations":{"slipway.dev/wave":"-1"}},"spec":{"replicas":1}}
      """;
  private static final String NAMESPACE =
      """
      {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shops"}}
      """;

  @Test
  void laysNamespacesAndDefinitionsBeforeAnythingIsJudgedThatNeedsThem() {
    cluster.allowClusterWide("Namespace", "CustomResourceDefinition");
    cluster.need("Thing", "CustomResourceDefinition/things.example.com");
    cluster.need("ConfigMap", "Namespace/shops");
    shop.commit("c2", "shop:1", 2, "hello", THING, DEFINITION, NAMESPACE);

    SyncReport report = sync.apply(order("c2"));

    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
    assertThat(cluster.effects())
        .startsWith(
            "apply Namespace/shops",
            "apply CustomResourceDefinition/things.example.com",
            "apply Thing/one",
            "apply ConfigMap/shop");
    assertThat(
            cluster
                .live("Namespace/shops")
                .json()
                .path("metadata")
                .path("namespace")
                .isMissingNode())
        .isTrue();
    assertThat(cluster.live("Thing/one").json().at("/metadata/namespace").asText())
        .isEqualTo("shops");
  }

  @Test
  void appliesNothingMoreWhereTheGroundIsLaidAndTheRestIsRefused() {
    cluster.allowClusterWide("CustomResourceDefinition");
    shop.commit(
        "c2", "shop:1", 2, "hello", THING.replace("\"replicas\":1", "\"replicas\":-1"), DEFINITION);

    SyncReport report = sync.apply(order("c2"));

    assertThat(report.reason())
        .isEqualTo(
            "nothing was applied but CustomResourceDefinition/things.example.com: Thing/one:"
                + " spec.replicas must not be negative");
    assertThat(report.health()).isEqualTo(Health.DEGRADED);
    assertThat(cluster.effects())
        .containsExactly("apply CustomResourceDefinition/things.example.com");
  }

  @Test
  void waitsUntilADefinitionIsServed() {
    cluster.allowClusterWide("CustomResourceDefinition");
    cluster.condition(
        "CustomResourceDefinition/things.example.com", ObjectCondition.failed("names are taken"));
    shop.commit("c2", "shop:1", 2, "hello", DEFINITION);

    SyncReport report = sync.apply(order("c2"));

    assertThat(report.reason())
        .isEqualTo(
            "CustomResourceDefinition/things.example.com: names are taken (all else waits for it)");
    assertThat(cluster.effects())
        .containsExactly("apply CustomResourceDefinition/things.example.com");
  }

  @Test
  void refusesANamespaceThatIsNotTheEnvironmentsOwn() {
    cluster.allowClusterWide("Namespace");
    shop.commit("c2", "shop:1", 2, "hello", NAMESPACE.replace("shops", "kube-system"));

    assertThat(sync.apply(order("c2")).reason())
        .contains("Namespace/kube-system is not the environment's own: only Namespace/shops");
    assertThat(cluster.effects()).isEmpty();
  }

  @Test
  void refusesAJobThatWouldBeRunAgainAfterItsEnd() {
    shop.commit(
        "c2",
        "shop:1",
        2,
        "hello",
        """
        {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"once"},
         "spec":{"ttlSecondsAfterFinished":60}}
        """);

    assertThat(sync.apply(order("c2")).reason())
        .contains("Job/once has spec.ttlSecondsAfterFinished", "run it again");
    assertThat(cluster.effects()).isEmpty();
  }

  @Test
  void theWorstOfAllObjectsWinsAndDoesNotKeepTrafficFromReadyPods() {
    cluster.condition("Thing/one", ObjectCondition.progressing("is not ready: no issuer"));
    shop.commit("c2", "shop:1", 2, "hello", THING.replace("-1", "0"));

    SyncReport report = sync.apply(order("c2"));

    assertThat(report.health()).isEqualTo(Health.PROGRESSING);
    assertThat(report.reason()).isEqualTo("Thing/one: is not ready: no issuer");
    assertThat(cluster.ids()).contains("HTTPRoute/shop");
  }

  @Test
  void doesNotLookAtTheHealthOfWhatIsMarked() {
    cluster.condition("Thing/one", ObjectCondition.failed("is stalled"));
    shop.commit(
        "c2",
        "shop:1",
        2,
        "hello",
        THING.replace("\"slipway.dev/wave\":\"-1\"", "\"slipway.dev/health\":\"ignore\""));

    assertThat(sync.apply(order("c2")).health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void namesWhoseFieldsAChangeTakesOver() {
    sync.apply(order("c1"));
    cluster.claim("ConfigMap/shop", "data.GREETING, set by kubectl-edit");
    shop.commit("c2", "shop:1", 2, "good evening");

    SyncReport report = sync.apply(order("c2"));

    assertThat(report.conflicts())
        .containsExactly("ConfigMap/shop: data.GREETING, set by kubectl-edit");
    assertThat(report.drift()).isEmpty();
  }

  @Test
  void aDriftingFieldIsNoConflictBesides() {
    sync.apply(order("c1"));
    cluster.edit("Deployment/shop", json -> spec(json).put("replicas", 3));
    cluster.claim("Deployment/shop", "spec.replicas, set by kubectl");

    SyncReport report = sync.apply(order("c1"));

    assertThat(report.drift()).hasSize(1);
    assertThat(report.conflicts()).isEmpty();
  }

  @Test
  void stopsAtAWaveThatIsNotHealthyAndGoesOnWhenItIs() {
    cluster.breakImage("early:1");
    shop.commit("c2", "shop:1", 2, "hello", deployment("early", "early:1", "-1"));

    SyncReport report = sync.apply(order("c2"));

    assertThat(cluster.effects()).containsExactly("apply Deployment/early");
    assertThat(report.health()).isNotEqualTo(Health.HEALTHY);
    assertThat(report.reason())
        .startsWith("Deployment/early: 0 of 1 ready")
        .endsWith("(wave -1, for which later ones wait)");

    shop.commit("c3", "shop:1", 2, "hello", deployment("early", "early:2", "-1"));
    assertThat(sync.apply(order("c3")).health()).isEqualTo(Health.HEALTHY);
    assertThat(cluster.ids()).contains("Deployment/shop", "HTTPRoute/shop");
  }

  @Test
  void readsTheWavesOfPeopleWhoComeFromArgo() {
    shop.commit(
        "c2",
        "shop:1",
        2,
        "hello",
        deployment("early", "early:1", "-5")
            .replace("slipway.dev/wave", "argocd.argoproj.io/sync-wave"));

    sync.apply(order("c2"));

    assertThat(cluster.effects()).startsWith("apply Deployment/early");
  }

  @Test
  void refusesAWaveThatIsNoNumber() {
    shop.commit("c2", "shop:1", 2, "hello", deployment("early", "early:1", "first"));

    SyncReport report = sync.apply(order("c2"));

    assertThat(cluster.effects()).isEmpty();
    assertThat(report.reason())
        .contains("Deployment/early: slipway.dev/wave is 'first': write a whole number");
  }

  @Test
  void namesEveryObjectThatIsRefusedAndAppliesNothing() {
    shop.commit(
        "c2",
        "shop:1",
        -1,
        "hello",
        deployment("other", "o:1", "").replace("\"replicas\":1", "\"replicas\":-2"));

    SyncReport report = sync.apply(order("c2"));

    assertThat(cluster.effects()).isEmpty();
    assertThat(report.reason()).contains("Deployment/shop: ", "Deployment/other: ");
  }

  @Test
  void appliesTheOthersWhereOneIsRefusedInEarnestAndTriesTheWholeAgain() {
    cluster.refuseInEarnest("ConfigMap/shop");
    shop.commit("c2", "shop:1", 2, "hello");

    SyncReport report = sync.apply(order("c2"));

    assertThat(report.health()).isEqualTo(Health.DEGRADED);
    assertThat(report.reason())
        .isEqualTo(
            "1 of 5 objects were refused, and the sync is tried again as a whole: ConfigMap/shop:"
                + " the quota is used up");
    assertThat(cluster.ids()).contains("Deployment/shop", "Secret/shop");

    cluster.refuseInEarnest("");
    assertThat(sync.apply(order("c2")).health()).isEqualTo(Health.HEALTHY);
    assertThat(cluster.ids()).contains("ConfigMap/shop");
  }

  @Test
  void namesKindsInTheParentOfItsSetBeforeTheyAreThereAndUntilTheyAreGone() {
    cluster.trackApplySets();
    shop.commit(
        "c2",
        "shop:1",
        2,
        "hello",
        """
        {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"extra"}}
        """);
    sync.apply(order("c2"));

    assertThat(cluster.effects()).startsWith("apply ConfigMap/slipway-shop-production");
    assertThat(kindsOfTheSet())
        .isEqualTo(
            "ConfigMap,Deployment.apps,HTTPRoute.gateway.networking.k8s.io,"
                + "PodDisruptionBudget.policy,Secret,Service");

    sync.apply(order("c1"));
    assertThat(cluster.effects())
        .endsWith("delete PodDisruptionBudget/extra", "apply ConfigMap/slipway-shop-production");
    assertThat(kindsOfTheSet()).doesNotContain("PodDisruptionBudget");
    int effects = cluster.effects().size();
    assertThat(sync.apply(order("c1")).pruned()).isEmpty();
    assertThat(cluster.effects()).hasSize(effects);
  }

  private String kindsOfTheSet() {
    return cluster
        .live("ConfigMap/slipway-shop-production")
        .json()
        .path("metadata")
        .path("annotations")
        .path(ApplySet.KINDS)
        .asText();
  }

  @Test
  void asksForNoOtherKindsThanItsSetHas() {
    cluster.trackApplySets();
    sync.apply(order("c1"));
    assertThat(cluster.asked()).as("nobody can tell yet").isEmpty();

    sync.apply(order("c1"));
    assertThat(cluster.asked())
        .containsExactly(Set.of("ConfigMap", "Secret", "Service", "Deployment", "HTTPRoute"));

    cluster.delete("shop", "ConfigMap", "slipway-shop-production");
    sync.apply(order("c1"));
    assertThat(cluster.asked()).as("nobody can tell any more").hasSize(1);
    assertThat(kindsOfTheSet()).contains("Deployment.apps");
  }

  @Test
  void goesOnNamingTheKindsOfACanaryThatIsStillNeeded() {
    cluster.trackApplySets();
    sync.apply(order("c1"));
    giveTrafficToACanary();
    ApplySetParent.read(cluster, Shop.TARGET)
        .widen(
            List.of(
                Shop.json(
                    """
                    {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"x"}}
                    """)),
            List.of());
    cluster.breakImage("shop:1");
    cluster.kill("shop");

    sync.apply(order("c1"));

    assertThat(kindsOfTheSet()).contains("PodDisruptionBudget");
  }

  @Test
  void leavesAConfigMapAloneThatIsNotTheParentOfItsSet() {
    cluster.trackApplySets();
    cluster.put(
        Shop.json(
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"slipway-shop-production"}}
            """));

    assertThat(sync.apply(order("c1")).reason())
        .contains("ConfigMap/slipway-shop-production exists and is not the parent");
    assertThat(cluster.effects()).isEmpty();
  }

  @Test
  void labelsWhatAnOlderSlipwayHasAppliedAndCallsItNoDrift() {
    sync.apply(order("c1"));
    cluster.edit(
        "Service/shop",
        json -> ((ObjectNode) json.at("/metadata/labels")).remove(ApplySet.PART_OF));

    SyncReport report = sync.apply(order("c1"));

    assertThat(report.drift()).isEmpty();
    assertThat(ApplySet.of(Shop.TARGET).hasMember(cluster.live("Service/shop"))).isTrue();
  }

  @Test
  void neverPrunesWhatHoldsDataOrIsMarked() {
    shop.commit(
        "c2",
        "shop:1",
        2,
        "hello",
        EXTRA.formatted("gone"),
        EXTRA
            .formatted("kept")
            .replace("\"name\"", "\"annotations\":{\"slipway.dev/prune\":\"never\"},\"name\""));
    sync.apply(order("c2"));

    SyncReport report = sync.apply(order("c1"));

    assertThat(report.pruned()).containsExactly("ConfigMap/gone");
    assertThat(report.unpruned()).containsExactly("ConfigMap/kept");
    assertThat(cluster.ids()).contains("ConfigMap/kept");
    Manifest claim =
        Shop.json(
            """
            {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data"}}
            """);
    assertThat(Pruning.of(List.of(claim), 5, order("c1").pruning(List.of(claim.id()))).prunes())
        .isEmpty();
  }

  @Test
  void findsNothingToDoTheSecondTime() {
    sync.apply(order("c1"));
    int effects = cluster.effects().size();

    SyncReport again = sync.apply(order("c1"));

    assertThat(cluster.effects()).hasSize(effects);
    assertThat(again.created()).isEmpty();
    assertThat(again.drift()).isEmpty();
    assertThat(again.health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void healsWhatSomebodyChangedAndNamesTheField() {
    sync.apply(order("c1"));
    cluster.edit("Deployment/shop", json -> spec(json).put("replicas", 3));

    SyncReport report = sync.apply(order("c1"));

    assertThat(report.drift()).containsExactly("Deployment/shop: spec.replicas: 3 instead of 2");
    assertThat(report.healed()).isTrue();
    assertThat(cluster.live("Deployment/shop").json().at("/spec/replicas").asInt()).isEqualTo(2);
  }

  /** As a controller does that writes an object's status: the sync is tried again as a whole. */
  @Test
  void tellsAllThatItHasHealedAndMadeWhereAnObjectChangesMeanwhile() {
    sync.apply(order("c1"));
    cluster.edit("Deployment/shop", json -> spec(json).put("replicas", 3));
    cluster.edit(
        "ConfigMap/shop", json -> json.withObjectProperty("data").put("GREETING", "other"));
    cluster.delete("", "Service", "shop");
    cluster.after(
        "apply Service/shop",
        () -> cluster.edit("Deployment/shop", json -> spec(json).put("minReadySeconds", 1)));

    SyncReport report = sync.apply(order("c1"));

    assertThat(report.created()).containsExactly("Service/shop");
    assertThat(report.drifted())
        .containsExactlyInAnyOrder(
            new DriftedField("ConfigMap/shop", "data.GREETING", Optional.empty(), true),
            new DriftedField("Deployment/shop", "spec.replicas", Optional.empty(), true));
    assertThat(report.drift())
        .containsExactly(
            "ConfigMap/shop: data.GREETING: other instead of hello",
            "Deployment/shop: spec.replicas: 3 instead of 2");
    assertThat(report.healed()).isTrue();
    assertThat(report.totals().created()).isEqualTo(1);
  }

  @Test
  void leavesAFieldThatSomebodySetsAgainAndAgainAndHealsOthers() {
    sync.apply(order("c1"));
    cluster.edit("Deployment/shop", json -> spec(json).put("replicas", 3));
    cluster.edit(
        "ConfigMap/shop", json -> json.withObjectProperty("data").put("GREETING", "other"));

    SyncReport report = sync.apply(order("c1").leaving(List.of("Deployment/shop: spec.replicas")));

    assertThat(report.drifted())
        .containsExactlyInAnyOrder(
            new DriftedField("Deployment/shop", "spec.replicas", Optional.empty(), false),
            new DriftedField("ConfigMap/shop", "data.GREETING", Optional.empty(), true));
    assertThat(report.healed()).isTrue();
    assertThat(cluster.live("Deployment/shop").json().at("/spec/replicas").asInt()).isEqualTo(3);
    assertThat(sync.apply(order("c1")).drift()).hasSize(1);
    assertThat(cluster.live("Deployment/shop").json().at("/spec/replicas").asInt()).isEqualTo(2);
  }

  @Test
  void onlyReportsDriftWhereThePolicySaysSo() {
    sync.apply(order("c1"));
    cluster.edit("Deployment/shop", json -> spec(json).put("replicas", 3));

    SyncReport report = sync.apply(new SyncOrder(Shop.TARGET, "c1", Optional.empty(), false, 2));

    assertThat(report.drift()).containsExactly("Deployment/shop: spec.replicas: 3 instead of 2");
    assertThat(report.healed()).isFalse();
    assertThat(cluster.live("Deployment/shop").json().at("/spec/replicas").asInt()).isEqualTo(3);
  }

  @Test
  void isNotBotheredByFieldsThatWeDoNotSet() {
    sync.apply(order("c1"));
    cluster.edit("Deployment/shop", json -> spec(json).put("revisionHistoryLimit", 3));

    assertThat(sync.apply(order("c1")).drift()).isEmpty();
  }

  @Test
  void callsAChangeOfDesiredStateNoDrift() {
    sync.apply(order("c1"));
    shop.commit("c2", "shop:2", 2, "hello");

    SyncReport report = sync.apply(order("c2"));

    assertThat(report.drift()).isEmpty();
    assertThat(image("Deployment/shop")).isEqualTo("shop:2");
  }

  @Test
  void neverShowsTheValuesOfASecret() {
    sync.apply(order("c1"));
    cluster.edit(
        "Secret/shop", json -> ((ObjectNode) json.get("data")).put("PASSWORD", "c3RvbGVu"));

    SyncReport report = sync.compare(order("c1"));

    assertThat(report.drift()).containsExactly("Secret/shop: data.PASSWORD differs");
  }

  @Test
  void restartsPodsWhenOnlyTheirConfigurationChanges() {
    sync.apply(order("c1"));
    shop.commit("c2", "shop:1", 2, "good evening");
    String before = configuration();

    sync.apply(order("c2"));

    assertThat(configuration()).isNotEqualTo(before);
  }

  @Test
  void changesNothingWhenItOnlyCompares() {
    sync.apply(order("c1"));
    shop.commit("c2", "shop:2", 2, "hello", EXTRA.formatted("extra"));
    int effects = cluster.effects().size();

    SyncReport report = sync.compare(order("c2"));

    assertThat(report.created()).containsExactly("ConfigMap/extra");
    assertThat(report.changed())
        .containsExactly(
            "Deployment/shop: spec.template.spec.containers[0].image: shop:1 instead of shop:2");
    assertThat(report.drift()).isEmpty();
    assertThat(cluster.effects()).hasSize(effects);
  }

  @Test
  void neverTouchesAnObjectThatIsNotOurs() {
    Manifest foreign =
        Shop.json(
            """
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"shop"},"spec":{"selector":{"app":"old"}}}
            """);
    cluster.put(foreign);

    SyncReport report = sync.apply(order("c1"));

    assertThat(report.health()).isEqualTo(Health.DEGRADED);
    assertThat(report.reason())
        .startsWith("MISCONFIGURED, nothing was applied: Service/shop exists and is not Slipway's")
        .contains("adopt it first");
    assertThat(cluster.effects()).isEmpty();
    assertThat(cluster.live("Service/shop").json().at("/spec/selector/app").asText())
        .isEqualTo("old");
  }

  @Test
  void appliesNothingWhenOneObjectAsksForAnotherNamespace() {
    shop.commit(
        "c2",
        "shop:2",
        2,
        "hello",
        """
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","namespace":"kube-system"}}
        """);

    SyncReport report = sync.apply(order("c2"));

    assertThat(report.reason())
        .contains("ConfigMap/x asks for the namespace kube-system: only shops is bound");
    assertThat(cluster.ids()).isEmpty();
  }

  @Test
  void appliesNothingWhenOneObjectIsOfAForbiddenKind() {
    shop.commit(
        "c2",
        "shop:2",
        2,
        "hello",
        """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"x"}}
        """);

    assertThat(sync.apply(order("c2")).reason()).contains("ClusterRole/x is of a kind");
    assertThat(cluster.ids()).isEmpty();
  }

  @Test
  void appliesNothingWhenTheClusterCallsOneObjectInvalid() {
    shop.commit("c2", "shop:2", -1, "hello");

    SyncReport report = sync.apply(order("c2"));

    assertThat(report.reason()).contains("Deployment/shop: spec.replicas must not be negative");
    assertThat(cluster.ids()).isEmpty();
  }

  @Test
  void leavesAwayWhatSomebodyDeletesAgainAndAgainAndSaysThatItIsMissing() {
    shop.commit("c1", "shop:1", 2, "hello", EXTRA.formatted("a"));
    sync.apply(order("c1"));
    cluster.delete(Shop.TARGET.namespace(), "ConfigMap", "a");
    cluster.delete(Shop.TARGET.namespace(), "Service", "shop");

    SyncReport report = sync.apply(order("c1").leaving(List.of("ConfigMap/a")));

    assertThat(report.created()).containsExactly("Service/shop");
    assertThat(report.drift()).containsExactly("ConfigMap/a is not there");
    assertThat(report.drifted())
        .containsExactly(new DriftedField("ConfigMap/a", "", Optional.empty(), false));
    assertThat(report.health()).isEqualTo(Health.MISSING);
    assertThat(report.reason()).isEqualTo("ConfigMap/a is not there");
    assertThat(sync.apply(order("c1")).created()).containsExactly("ConfigMap/a");
  }

  @Test
  void prunesWhatLeftGitWithinItsBudget() {
    shop.commit("c1", "shop:1", 2, "hello", EXTRA.formatted("a"), EXTRA.formatted("b"));
    sync.apply(order("c1"));
    shop.commit("c2", "shop:1", 2, "hello");

    SyncReport report = sync.apply(order("c2"));

    assertThat(report.pruned()).containsExactly("ConfigMap/a", "ConfigMap/b");
    assertThat(cluster.ids()).doesNotContain("ConfigMap/a", "ConfigMap/b");
  }

  @Test
  void prunesNothingBeyondItsBudget() {
    shop.commit(
        "c1",
        "shop:1",
        2,
        "hello",
        EXTRA.formatted("a"),
        EXTRA.formatted("b"),
        EXTRA.formatted("c"));
    sync.apply(order("c1"));
    shop.commit("c2", "shop:1", 2, "hello");

    SyncReport report = sync.apply(order("c2"));

    assertThat(report.pruned()).isEmpty();
    assertThat(report.unpruned()).containsExactly("ConfigMap/a", "ConfigMap/b", "ConfigMap/c");
    assertThat(cluster.ids()).contains("ConfigMap/a", "ConfigMap/b", "ConfigMap/c");
  }

  @Test
  void prunesWhatAPersonHasConfirmedBeyondItsBudget() {
    String[] extras = extras(4);
    shop.commit("c1", "shop:1", 2, "hello", extras);
    sync.apply(order("c1"));
    shop.commit("c2", "shop:1", 2, "hello");
    SyncReport found = sync.compare(order("c2"));

    SyncReport report = sync.apply(order("c2").pruning(found.beyondBudget()));

    assertThat(found.beyondBudget()).hasSize(4);
    assertThat(report.pruned()).isEqualTo(found.beyondBudget());
    assertThat(report.beyondBudget()).isEmpty();
    assertThat(sync.compare(order("c2")).unpruned()).isEmpty();
  }

  @Test
  void prunesNothingWhereThereIsMoreThanWhatAPersonHasLookedAt() {
    String[] extras = extras(4);
    shop.commit("c1", "shop:1", 2, "hello", extras);
    sync.apply(order("c1"));
    shop.commit("c2", "shop:1", 2, "hello", extras[0]);
    List<String> lookedAt = sync.compare(order("c2")).beyondBudget();
    shop.commit("c3", "shop:1", 2, "hello");

    SyncReport report = sync.apply(order("c3").pruning(lookedAt));

    assertThat(report.pruned()).isEmpty();
    assertThat(report.beyondBudget()).hasSize(4);
    assertThat(cluster.ids()).contains("ConfigMap/extra-0", "ConfigMap/extra-3");
  }

  @Test
  void prunesTheRestOfWhatWasConfirmedWhenSomeOfItIsGone() {
    shop.commit("c1", "shop:1", 2, "hello", extras(4));
    sync.apply(order("c1"));
    shop.commit("c2", "shop:1", 2, "hello");
    List<String> lookedAt = sync.compare(order("c2")).beyondBudget();
    cluster.delete(Shop.TARGET.namespace(), "ConfigMap", "extra-0");

    SyncReport report = sync.apply(order("c2").pruning(lookedAt));

    assertThat(report.pruned())
        .containsExactly("ConfigMap/extra-1", "ConfigMap/extra-2", "ConfigMap/extra-3");
  }

  @Test
  void countsWhatIsNeverPrunedAgainstNoBudgetAndDeletesItByNoConfirmation() {
    String[] extras = extras(4);
    for (int i = 0; i < 3; i++) {
      extras[i] =
          extras[i].replace(
              "\"name\"", "\"annotations\":{\"slipway.dev/prune\":\"never\"},\"name\"");
    }
    shop.commit("c1", "shop:1", 2, "hello", extras);
    sync.apply(order("c1"));
    shop.commit("c2", "shop:1", 2, "hello");

    SyncReport report =
        sync.apply(
            order("c2")
                .pruning(List.of("ConfigMap/extra-0", "ConfigMap/extra-1", "ConfigMap/extra-3")));

    assertThat(report.pruned()).containsExactly("ConfigMap/extra-3");
    assertThat(report.unpruned()).hasSize(3);
    assertThat(report.beyondBudget()).isEmpty();
  }

  @Test
  void prunesAShareOfWhatIsThereWhereThatIsMoreThanTheNumber() {
    String[] extras = extras(15);
    shop.commit("c1", "shop:1", 2, "hello", extras);
    sync.apply(order("c1"));
    shop.commit("c2", "shop:1", 2, "hello", Arrays.copyOf(extras, 9));

    // 20 objects are there, and 6 of them left Git: 25 % are 5.
    SyncReport beyond = sync.apply(order("c2", new PruneBudget(2, 25)));
    SyncReport within = sync.apply(order("c2", new PruneBudget(2, 30)));

    assertThat(beyond.pruned()).isEmpty();
    assertThat(beyond.unpruned()).hasSize(6);
    assertThat(within.pruned()).hasSize(6);
  }

  @Test
  void prunesNothingWhenTheClusterCannotBeListed() {
    shop.commit("c1", "shop:1", 2, "hello", EXTRA.formatted("a"));
    sync.apply(order("c1"));
    shop.commit("c2", "shop:1", 2, "hello");
    int effects = cluster.effects().size();
    cluster.failToList();

    assertThatThrownBy(() -> sync.apply(order("c2"))).isInstanceOf(ApplicationFailure.class);
    assertThat(cluster.effects()).hasSize(effects);
    assertThat(cluster.ids()).contains("ConfigMap/a");
  }

  @Test
  void prunesNothingWhenThePathCannotBeRendered() {
    sync.apply(order("c1"));
    int effects = cluster.effects().size();
    shop.breakDown();

    assertThatThrownBy(() -> sync.apply(order("c1"))).isInstanceOf(ApplicationFailure.class);
    assertThat(cluster.effects()).hasSize(effects);
  }

  @Test
  void saysWhyPodsAreNotReady() {
    cluster.breakImage("shop:1");

    SyncReport report = sync.apply(order("c1"));

    assertThat(report.health()).isEqualTo(Health.DEGRADED);
    assertThat(report.reason())
        .isEqualTo(
            "Deployment/shop: 0 of 2 ready: pod shop-1 is not ready; its log ends with: no database");
    assertThat(cluster.ids()).doesNotContain("HTTPRoute/shop");
  }

  @Test
  void leavesWeightsAndDerivedObjectsAloneWhileTheyAreLent() {
    sync.apply(order("c1"));
    giveTrafficToACanary();
    cluster.edit("Deployment/shop", json -> spec(json).put("replicas", 5));

    SyncReport report = sync.apply(lent("c1"));

    assertThat(report.drift()).containsExactly("Deployment/shop: spec.replicas: 5 instead of 2");
    assertThat(cluster.live("Deployment/shop").json().at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(cluster.ids()).contains("Deployment/shop-canary", "Service/shop-canary");
    assertThat(backends()).contains("shop-canary");
  }

  @Test
  void leavesAloneWhatThePromotionHasBroughtToTheNextRevision() {
    sync.apply(order("c1"));
    shop.commit("c2", "shop:2", 2, "hello");
    sync.apply(order("c2"));

    SyncReport report = sync.apply(lent("c1"));

    assertThat(report.drift()).isEmpty();
    assertThat(image("Deployment/shop")).isEqualTo("shop:2");
  }

  @Test
  void resetsWeightsAndDeletesDerivedObjectsWhenNothingIsLent() {
    sync.apply(order("c1"));
    giveTrafficToACanary();

    sync.apply(new SyncOrder(Shop.TARGET, "c1", Optional.empty(), false, 0));

    assertThat(cluster.ids()).doesNotContain("Deployment/shop-canary", "Service/shop-canary");
    assertThat(backends()).doesNotContain("shop-canary");
    assertThat(cluster.outages()).isEmpty();
  }

  @Test
  void keepsTrafficOnTheCanaryWhileStableIsNotReady() {
    sync.apply(order("c1"));
    giveTrafficToACanary();
    shop.commit("c2", "shop:broken", 2, "hello");
    cluster.breakImage("shop:broken");
    cluster.kill("shop");

    SyncReport report = sync.apply(order("c2"));

    assertThat(report.health()).isEqualTo(Health.DEGRADED);
    assertThat(backends()).contains("shop-canary");
    assertThat(cluster.ids()).contains("Deployment/shop-canary");
  }

  private void giveTrafficToACanary() {
    for (String id : List.of("Deployment/shop", "Service/shop")) {
      ObjectNode json = cluster.live(id).json().deepCopy();
      ObjectNode metadata = (ObjectNode) json.get("metadata");
      metadata.put("name", "shop-canary");
      metadata.withObjectProperty("labels").put(Ownership.DERIVED_FOR, "shop");
      cluster.put(new Manifest(json));
    }
    pulse.rest(Duration.ofSeconds(1), null);
    cluster.edit(
        "HTTPRoute/shop",
        json -> {
          ObjectNode rule = (ObjectNode) json.at("/spec/rules/0");
          rule.set(
              "backendRefs",
              Shop.json(
                      """
                      {"apiVersion":"x","kind":"x","metadata":{"name":"x"},
                       "refs":[{"name":"shop","port":80,"weight":90},{"name":"shop-canary","port":80,"weight":10}]}
                      """)
                  .json()
                  .get("refs"));
        });
  }

  private String backends() {
    return cluster.live("HTTPRoute/shop").json().at("/spec/rules/0/backendRefs").toString();
  }

  private String image(String id) {
    return cluster.live(id).json().at("/spec/template/spec/containers/0/image").asText();
  }

  private String configuration() {
    return cluster
        .live("Deployment/shop")
        .json()
        .at("/spec/template/metadata/annotations")
        .path(DesiredState.CONFIGURATION)
        .asText();
  }

  private static ObjectNode spec(ObjectNode json) {
    return (ObjectNode) json.get("spec");
  }

  private static String[] extras(int count) {
    String[] extras = new String[count];
    Arrays.setAll(extras, i -> EXTRA.formatted("extra-" + i));
    return extras;
  }

  private static SyncOrder order(String commit) {
    return new SyncOrder(Shop.TARGET, commit, Optional.empty(), true, 2);
  }

  private static SyncOrder order(String commit, PruneBudget budget) {
    return new SyncOrder(Shop.TARGET, commit, Optional.empty(), true, budget);
  }

  private static SyncOrder lent(String commit) {
    return new SyncOrder(
        Shop.TARGET, commit, Optional.of(new SyncOrder.Loan("rollout/production/shop")), true, 2);
  }
}
