package dev.slipway.temporal;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.common.SearchAttributeKey;
import java.util.List;

/** The typed search attributes of all workflows; the worker registers them before the first use. */
public final class SlipwaySearchAttributes {

  public static final SearchAttributeKey<String> SERVICE =
      SearchAttributeKey.forKeyword("SlipwayService");
  public static final SearchAttributeKey<String> ENVIRONMENT =
      SearchAttributeKey.forKeyword("SlipwayEnvironment");
  public static final SearchAttributeKey<String> PHASE =
      SearchAttributeKey.forKeyword("SlipwayPhase");
  public static final SearchAttributeKey<String> COMMIT =
      SearchAttributeKey.forKeyword("SlipwayCommit");
  public static final SearchAttributeKey<String> TEAM =
      SearchAttributeKey.forKeyword("SlipwayTeam");
  public static final SearchAttributeKey<String> MODE =
      SearchAttributeKey.forKeyword("SlipwayMode");

  private SlipwaySearchAttributes() {}

  public static List<SearchAttributeKey<String>> all() {
    return List.of(SERVICE, ENVIRONMENT, PHASE, COMMIT, TEAM, MODE);
  }

  /** The type that the server must know all of them by. */
  public static IndexedValueType type() {
    return IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  }
}
