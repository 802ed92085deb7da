package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class PodReadingTest {

  private static final String NOT_READY =
      "\"phase\":\"Pending\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\"}]";

  @Test
  void saysWhichImageCannotBePulledAndThatItNeverWill() {
    PodReading pod =
        pod(
            NOT_READY,
            """
            {"name":"shop","image":"localhost:5000/shop:9","state":{"waiting":
             {"reason":"ErrImagePull","message":"localhost:5000/shop:9: not found"}}}
            """);

    assertThat(pod.sentence())
        .isEqualTo(
            "the image localhost:5000/shop:9 of pod shop-1 cannot be pulled: localhost:5000/shop:9:"
                + " not found");
    assertThat(pod.isLasting()).isTrue();
    assertThat(pod.logOf()).isEmpty();
  }

  @Test
  void waitsForARegistryThatIsAway() {
    PodReading pod =
        pod(
            NOT_READY,
            """
            {"name":"shop","image":"r/shop:9","state":{"waiting":
             {"reason":"ImagePullBackOff","message":"connection refused"}}}
            """);

    assertThat(pod.isInTrouble()).isTrue();
    assertThat(pod.isLasting()).isFalse();
  }

  @Test
  void countsCrashesAndReadsTheLogOfTheOneBefore() {
    PodReading pod =
        pod(
            NOT_READY,
            """
            {"name":"shop","containerID":"c","ready":false,"restartCount":3,
             "state":{"waiting":{"reason":"CrashLoopBackOff"}},
             "lastState":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}}
            """);

    assertThat(pod.sentence())
        .isEqualTo(
            "pod shop-1 crashes: its container shop ended with code 137 (OOMKilled), restarted 3"
                + " times");
    assertThat(pod.isLasting()).isTrue();
    assertThat(pod.logOf()).contains(new PodReading.Log("shop", false));
  }

  @Test
  void readsTheLogOfTheRunBeforeOfAContainerThatRunsAgain() {
    PodReading pod =
        pod(
            NOT_READY,
            """
            {"name":"shop","containerID":"c","ready":false,"restartCount":1,
             "state":{"running":{}},"lastState":{"terminated":{"exitCode":1}}}
            """);

    assertThat(pod.logOf()).contains(new PodReading.Log("shop", true));
  }

  @Test
  void givesTheSchedulersWords() {
    PodReading pod =
        pod(
            """
            "phase":"Pending","conditions":[{"type":"PodScheduled","status":"False",
            "reason":"Unschedulable","message":"0/1 nodes are available: 1 Insufficient memory."}]
            """,
            "");

    assertThat(pod.sentence())
        .isEqualTo(
            "pod shop-1 cannot be scheduled: 0/1 nodes are available: 1 Insufficient memory.");
    assertThat(pod.isLasting()).isFalse();
  }

  @Test
  void aPodThatOnlyBeginsHasNoReasonYet() {
    PodReading pod =
        pod(
            NOT_READY,
            "{\"name\":\"shop\",\"state\":{\"waiting\":{\"reason\":\"ContainerCreating\"}}}");

    assertThat(pod.sentence()).isEqualTo("pod shop-1 is not ready");
  }

  @Test
  void aReadyPodIsNotInTrouble() {
    assertThat(
            pod(
                    "\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]",
                    "")
                .isInTrouble())
        .isFalse();
  }

  private static PodReading pod(String status, String container) {
    try {
      return new PodReading(
          new ObjectMapper()
              .readTree(
                  "{\"metadata\":{\"name\":\"shop-1\"},\"status\":{"
                      + status
                      + ",\"containerStatuses\":["
                      + container
                      + "]}}"));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
