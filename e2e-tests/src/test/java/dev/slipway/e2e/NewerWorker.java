package dev.slipway.e2e;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import dev.slipway.temporal.SlipwayDataConverter;
import dev.slipway.worker.SlipwayWorker;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The worker as a later version may be: every record that it writes has a field more. */
public final class NewerWorker {

  /** The field that today's version does not know. */
  static final String FIELD = "sinceTheNextVersion";

  private NewerWorker() {}

  /** Takes the worker's own arguments. */
  public static void main(String[] arguments) {
    new SpringApplication(SlipwayWorker.class, Configurations.class).run(arguments);
  }

  /** What takes the place of the worker's own client. */
  @Configuration(proxyBeanMethods = false)
  static class Configurations {

    @Bean
    @Primary
    WorkflowClient newerClient(WorkflowServiceStubs service, ClientConfigProfile profile) {
      return WorkflowClient.newInstance(
          service,
          WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
              .setDataConverter(converter())
              .build());
    }
  }

  private static DataConverter converter() {
    ObjectMapper mapper =
        SlipwayDataConverter.mapper()
            .registerModule(new SimpleModule().setSerializerModifier(new Fields()));
    return DefaultDataConverter.newDefaultInstance()
        .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(mapper));
  }

  private static final class Fields extends BeanSerializerModifier {

    private static final long serialVersionUID = 1L;

    @Override
    public List<BeanPropertyWriter> changeProperties(
        SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> properties) {
      List<BeanPropertyWriter> more = new ArrayList<>(properties);
      if (!more.isEmpty()) {
        more.set(0, new AndOneMore(more.getFirst()));
      }
      return more;
    }
  }

  private static final class AndOneMore extends BeanPropertyWriter {

    private static final long serialVersionUID = 1L;

    private AndOneMore(BeanPropertyWriter first) {
      super(first);
    }

    @Override
    public void serializeAsField(Object bean, JsonGenerator json, SerializerProvider provider)
        throws Exception {
      super.serializeAsField(bean, json, provider);
      json.writeStringField(FIELD, "yes");
    }
  }
}
