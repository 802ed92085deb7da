package dev.slipway.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One object with the fields of another. */
public final class FieldUnion {

  private FieldUnion() {}

  /**
   * Sets all fields in the object: an object within both of them is united likewise, all else, such
   * as a list, is replaced as a whole. The fields are copied; nothing is removed.
   */
  public static void unite(ObjectNode into, ObjectNode fields) {
    fields
        .properties()
        .forEach(
            entry -> {
              if (into.get(entry.getKey()) instanceof ObjectNode there
                  && entry.getValue() instanceof ObjectNode more) {
                unite(there, more);
              } else {
                into.set(entry.getKey(), entry.getValue().deepCopy());
              }
            });
  }
}
