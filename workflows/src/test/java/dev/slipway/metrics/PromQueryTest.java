package dev.slipway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.metrics.SeriesSelector.Matcher;
import dev.slipway.metrics.SeriesSelector.Operator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromQueryTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{p=~\"{{pods}}\"}",
        "a:b:c_total{p=~'{{ pods }}', q!=\"\", r=~`5\\d\\d`,}",
        "sum by (instance, pod) (a{p=\"{{version}}\"})",
        "sum(a{p=\"{{backend}}\"}) without (path)",
        "a{p=\"{{deployment}}\"} - on (pod) group_left (zone) b{p=\"{{deployment}}\"}",
        "label_replace(a{p=\"{{version}}\"}, \"x\", \"$1\", \"y\", \"(.*)\")",
        "(a{p=\"{{version}}\"} or b{p=\"{{version}}\"}) * 1000",
        "-a{p=\"{{version}}\"} * -1",
        "sum{p=\"{{version}}\"}"
      })
  void takesQueriesOfCounters(String query) {
    assertThat(PromQuery.objection(query)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '´',
      value = {
        "rate(a{p=\"{{pods}}\"}[1m]) | character 1: rate() estimates: name the counter itself",
        "a{p=\"{{pods}}\"}[1m] | character 16: name the counter itself, without a range",
        "irate(a{p=\"{{pods}}\"}) | irate() estimates",
        "max_over_time(a{p=\"{{pods}}\"}) | max_over_time() estimates",
        "a{p=\"{{pods}}\"} offset 5m | both versions are read at one instant",
        "a{p=\"{{pods}}\"} @ 1 | both versions are read at one instant",
        "a{p=\"{{pods}}\"} or vector(0) | makes a number of nothing",
        "absent(a{p=\"{{pods}}\"}) | makes a number of nothing",
        "count(a{p=\"{{pods}}\"}) | is no counter any more",
        "flor(a{p=\"{{pods}}\"}) | did you mean 'floor'?",
        "a{p=\"{{pods}}\"} # all | comments are not taken",
        "a{p=\"{{pods}}\"}) or (b | expected an operator or the end, not ')'",
        "(a{p=\"{{pods}}\"} | expected ')', not the end",
        "a{p=\"{{pods}}\" | expected '}', not the end",
        "a{p={{pods}}} | expected the label's value in quotes, not '__pods__'",
        "a{p=\"{{pods}}\", q=~\"5\\..\"} | a backslash is written twice",
        "a{p=\"{{pods}}\", q=~\"5(\"} | is no regular expression",
        "a{p=\"{{pods}} | the string that begins here does not end",
        "{p=\"{{pods}}\"} | begin with the name of a metric",
        "a{p=\"{{pod}}\"} | knows no placeholder {{pod}}",
        "a{p=\"{{namespace}}\"} | must tell the versions apart by one of {{backend}}",
        "7 | is a constant",
        "a $ b | unexpected '$'"
      })
  void saysWhatIsWrongWithAQuery(String query, String objection) {
    assertThat(PromQuery.objection(query))
        .hasValueSatisfying(o -> assertThat(o).contains(objection));
  }

  @Test
  void boundsHowDeepAQueryIsNested() {
    String deep = "(".repeat(400) + "a{p=\"{{pods}}\"}" + ")".repeat(400);

    assertThat(PromQuery.objection(deep))
        .hasValueSatisfying(o -> assertThat(o).contains("nested more than 30 deep"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum by (pod) (a_bucket{p=\"{{pods}}\"})",
        "sum(a_bucket{p=\"{{pods}}\"})",
        "max without (le) (a_bucket{p=\"{{pods}}\"})"
      })
  void wantsTheBucketsOfAHistogramToldApart(String query) {
    assertThat(PromQuery.objectionToBuckets(query))
        .contains("must keep the label le, which tells the buckets apart");
    assertThat(PromQuery.objection(query)).isEmpty();
  }

  @Test
  void takesBucketsThatKeepTheirLabel() {
    assertThat(PromQuery.objectionToBuckets("sum by (le) (a_bucket{p=\"{{pods}}\"})")).isEmpty();
    assertThat(PromQuery.objectionToBuckets("sum without (path) (a_bucket{p=\"{{pods}}\"})"))
        .isEmpty();
  }

  @Test
  void knowsAPlainSelector() {
    PromQuery query =
        new PromQuery("a_total{pod=~\"{{pods}}\", code!='2\"00', ns=\"{{namespace}}\"}");

    assertThat(query.selector(Map.of(Placeholder.PODS, "x-.*", Placeholder.NAMESPACE, "shop")))
        .contains(
            new SeriesSelector(
                "a_total",
                List.of(
                    new Matcher("pod", Operator.MATCHING, "x-.*"),
                    new Matcher("code", Operator.DIFFERENT, "2\"00"),
                    new Matcher("ns", Operator.EQUAL, "shop"))));
    assertThat(new PromQuery("sum(a{pod=\"{{version}}\"})").selector(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void readyMadeQueriesAreQueries(QueryPreset preset) {
    StandardQueries queries = preset.queries();

    assertThat(PromQuery.objection(queries.requests())).isEmpty();
    assertThat(PromQuery.objection(queries.errors())).isEmpty();
    assertThat(PromQuery.objectionToBuckets(queries.latency())).isEmpty();
    Map<Placeholder, String> values =
        Arrays.stream(Placeholder.values()).collect(Collectors.toMap(each -> each, each -> "x"));
    for (String query : List.of(queries.requests(), queries.errors(), queries.latency())) {
      assertThat(new PromQuery(query).selector(values)).isPresent();
    }
  }
}
