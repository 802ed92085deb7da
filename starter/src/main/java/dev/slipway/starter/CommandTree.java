package dev.slipway.starter;

import dev.slipway.starter.analyze.AnalyzeCommand;
import dev.slipway.starter.dev.DevCommand;
import dev.slipway.starter.dev.StopCommand;
import dev.slipway.starter.dev.demo.DemoCommand;
import dev.slipway.starter.doctor.DoctorCommand;
import dev.slipway.starter.environment.DiffCommand;
import dev.slipway.starter.environment.EnvironmentCommand;
import dev.slipway.starter.environment.HistoryCommand;
import dev.slipway.starter.environment.SyncCommand;
import dev.slipway.starter.local.CompletionCommand;
import dev.slipway.starter.local.HelpCommand;
import dev.slipway.starter.local.InitCommand;
import dev.slipway.starter.local.ValidateCommand;
import dev.slipway.starter.local.Version;
import dev.slipway.starter.local.VersionCommand;
import dev.slipway.starter.release.DecisionCommand;
import dev.slipway.starter.release.ExplainCommand;
import dev.slipway.starter.release.LogsCommand;
import dev.slipway.starter.release.ObservationsCommand;
import dev.slipway.starter.release.OrderCommand;
import dev.slipway.starter.release.ReleaseCommand;
import dev.slipway.starter.release.ReportCommand;
import dev.slipway.starter.release.RollbackCommand;
import dev.slipway.starter.release.StartCommand;
import dev.slipway.starter.release.WatchCommand;
import dev.slipway.starter.service.ServiceCommand;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** All commands, in the order of the help: the only place where a command is registered. */
public final class CommandTree {

  private CommandTree() {}

  /** The whole command, ready to be executed. */
  public static CommandLine of(Surroundings here) {
    CommandLine root = new CommandLine(new SlipwayCommand());
    root.addSubcommand(releases(here))
        .addSubcommand(new RollbackCommand(here))
        .addSubcommand(environments(here))
        .addSubcommand(services(here))
        .addSubcommand(new AnalyzeCommand(here))
        .addSubcommand(new InitCommand(here))
        .addSubcommand(new ValidateCommand(here))
        .addSubcommand(stack(here))
        .addSubcommand(new DemoCommand(here))
        .addSubcommand(new DoctorCommand(here))
        .addSubcommand(new CompletionCommand(here))
        .addSubcommand(new VersionCommand(here))
        .addSubcommand(new HelpCommand(here));
    return configured(root, here);
  }

  private static CommandLine releases(Surroundings here) {
    CommandLine group = new CommandLine(new ReleaseCommand());
    group
        .addSubcommand(new StartCommand(here))
        .addSubcommand(new dev.slipway.starter.release.ListCommand(here))
        .addSubcommand(new dev.slipway.starter.release.StatusCommand(here))
        .addSubcommand(new WatchCommand(here))
        .addSubcommand(new ExplainCommand(here));
    for (DecisionCommand.Answer answer : DecisionCommand.Answer.values()) {
      add(group, answer.verb(), answer.description(), new DecisionCommand(here, answer));
    }
    for (OrderCommand.Verb verb : OrderCommand.Verb.values()) {
      add(group, verb.verb(), verb.description(), new OrderCommand(here, verb));
    }
    return group
        .addSubcommand(new LogsCommand(here))
        .addSubcommand(new ObservationsCommand(here))
        .addSubcommand(new ReportCommand(here));
  }

  private static CommandLine environments(Surroundings here) {
    CommandLine group = new CommandLine(new EnvironmentCommand());
    group
        .addSubcommand(new dev.slipway.starter.environment.ListCommand(here))
        .addSubcommand(new dev.slipway.starter.environment.StatusCommand(here))
        .addSubcommand(new DiffCommand(here))
        .addSubcommand(new HistoryCommand(here));
    for (SyncCommand.Verb verb : SyncCommand.Verb.values()) {
      add(group, verb.verb(), verb.description(), new SyncCommand(here, verb));
    }
    return group;
  }

  private static CommandLine services(Surroundings here) {
    return new CommandLine(new ServiceCommand())
        .addSubcommand(new dev.slipway.starter.service.ListCommand(here))
        .addSubcommand(new dev.slipway.starter.service.StatusCommand(here));
  }

  private static CommandLine stack(Surroundings here) {
    return new CommandLine(new DevCommand(here))
        .addSubcommand(new dev.slipway.starter.dev.StatusCommand(here))
        .addSubcommand(new StopCommand(here));
  }

  /** A command whose class serves several verbs. */
  private static void add(CommandLine group, String name, String description, Object command) {
    CommandLine line = new CommandLine(command);
    line.getCommandSpec().name(name).usageMessage().description(description);
    group.addSubcommand(name, line);
  }

  private static CommandLine configured(CommandLine root, Surroundings here) {
    FailureSentences failures = new FailureSentences(here.console());
    root.getCommandSpec().versionProvider(() -> new String[] {Version.line()});
    return root.setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, new DurationText())
        .setOut(here.console().out())
        .setErr(here.console().err())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(here.console().coloured() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(110)
        .setUsageHelpLongOptionsMaxWidth(34)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures);
  }
}
