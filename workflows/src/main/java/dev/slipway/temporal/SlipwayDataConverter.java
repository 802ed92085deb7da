package dev.slipway.temporal;

import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/**
 * The one data converter that worker, starter and tests share.
 *
 * <p>Unknown JSON fields are ignored: the SDK's default rejects them, so that a worker could not be
 * rolled back once a newer one had written a field it does not know.
 */
public final class SlipwayDataConverter {

  private static final ObjectMapper MAPPER =
      JacksonJsonPayloadConverter.newDefaultObjectMapper()
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .configure(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS, false);

  // Every workflow has threads of its own: buffers kept per thread, Jackson's default, would stay
  // with each of thousands of waiting releases.
  static {
    MAPPER.getFactory().setRecyclerPool(JsonRecyclerPools.newConcurrentDequePool());
  }

  private SlipwayDataConverter() {}

  /**
   * A copy of the mapper behind the converter, for {@code -o json} and for files that hold the same
   * records.
   */
  public static ObjectMapper mapper() {
    return MAPPER.copy();
  }

  public static DataConverter create() {
    return DefaultDataConverter.newDefaultInstance()
        .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(MAPPER))
        .withFailureConverter(new BriefFailures());
  }
}
