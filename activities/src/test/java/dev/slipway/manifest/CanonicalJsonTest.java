package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void sortsFieldsAndWritesWholeNumbersWithoutAPoint() throws JsonProcessingException {
    assertThat(
            CanonicalJson.text(
                MAPPER.readTree(
                    "{ \"b\" : [1.0, 2.5, 1e2, {}, []], \"a\\n\" : {\"y\":null,\"x\":true} }")))
        .isEqualTo("{\"a\\n\":{\"x\":true,\"y\":null},\"b\":[1,2.5,100,{},[]]}");
  }

  /** Golden: revisions that are live, approved or in quarantine are known by such digests. */
  @Test
  void keepsItsDigest() throws JsonProcessingException {
    assertThat(
            CanonicalJson.digest(
                MAPPER.readTree(
                    "{\"kind\":\"ConfigMap\",\"data\":{\"b\":\"2\",\"a\":\"ü\\n\"},"
                        + "\"n\":[1,2.5,1e2,true,null,{}]}")))
        .isEqualTo("sha256:33a5a9cdec5787f42668dff9fcea5f33ae1d19eecdc5fb3c73ae92295b48c199");
  }

  @Property(tries = 100)
  void hasOneDigestForEachOrderOfFields(
      @ForAll Map<String, Integer> fields, @ForAll Random random) {
    List<Map.Entry<String, Integer>> shuffled = new ArrayList<>(fields.entrySet());
    Collections.shuffle(shuffled, random);
    ObjectNode one = MAPPER.createObjectNode();
    fields.forEach(one::put);
    ObjectNode other = MAPPER.createObjectNode();
    shuffled.forEach(field -> other.put(field.getKey(), field.getValue()));

    assertThat(CanonicalJson.digest(other)).isEqualTo(CanonicalJson.digest(one));
  }
}
