package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.FieldPath;
import dev.slipway.cluster.Shop;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldMergeTest {

  private static final FieldMerge MERGE =
      new FieldMerge(
          new FieldTree(
              json(
                  """
                  {"f:items":{"k:{\\"name\\":\\"a\\"}":{".":{},"f:name":{},
                    "f:ports":{"k:{\\"port\\":80,\\"protocol\\":\\"TCP\\"}":{"f:port":{}}}}},
                   "f:set":{"v:\\"x\\"":{}},"f:whole":{},"f:map":{"f:k":{}}}
                  """)));

  @Test
  void itemsWithTheSameKeysAreMergedInTheOrderThatIsDesired() {
    assertThat(
            merged(
                "{'items':[{'name':'a','more':1},{'name':'b'},{'name':'c'}]}",
                "{'items':[{'name':'c','x':2},{'name':'a','x':1}]}"))
        .isEqualTo(json("{'items':[{'name':'c','x':2},{'name':'a','more':1,'x':1},{'name':'b'}]}"));
  }

  @Test
  void aKeyThatIsLeftOutHasItsDefaultAlsoInListsWithinLists() {
    assertThat(
            merged(
                "{'items':[{'name':'a','ports':[{'port':80,'protocol':'TCP','node':1},"
                    + "{'port':80,'protocol':'UDP'}]}]}",
                "{'items':[{'name':'a','ports':[{'port':80,'to':8080}]}]}"))
        .isEqualTo(
            json(
                "{'items':[{'name':'a','ports':[{'port':80,'protocol':'TCP','node':1,'to':8080},"
                    + "{'port':80,'protocol':'UDP'}]}]}"));
  }

  @Test
  void setsAreUnitedMapsMergedAndWholesReplaced() {
    assertThat(
            merged(
                "{'set':['x','z'],'whole':{'a':1},'map':{'k':1,'l':1},'unknown':{'a':1}}",
                "{'set':['y','x'],'whole':{'b':1},'map':{'k':2},'unknown':{'b':1}}"))
        .isEqualTo(
            json(
                "{'set':['y','x','z'],'whole':{'b':1},'map':{'k':2,'l':1},'unknown':{'a':1,'b':1}}"));
  }

  @Test
  void whatIsTakenOutDoesNotMoveWhatElseIsTakenOut() {
    assertThat(
            FieldMerge.without(
                json("{'items':[{'a':1,'b':1},{'a':2},{'a':3},{'a':4,'b':4}]}"),
                List.of(
                    path("items[0].b"), path("items[1]"), path("items[2]"), path("items[3].b"))))
        .isEqualTo(json("{'items':[{'a':1},{'a':4}]}"));
  }

  private static ObjectNode merged(String live, String desired) {
    return MERGE.merged(json(live), json(desired));
  }

  private static FieldPath path(String text) {
    return FieldPath.parse(text).orElseThrow();
  }

  /** Written with single quotes. */
  private static ObjectNode json(String text) {
    return Shop.tree(text.replace('\'', '"'));
  }
}
