import java.util.Arrays;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One node of OpenSearch in a process of its own: ClusterNode FOLDER KEY=VALUE... */
public final class ClusterNode {
    public static void main(String[] arguments) throws Exception {
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> {
            for (String argument : Arrays.asList(arguments).subList(1, arguments.length)) {
                String[] pair = argument.split("=", 2);
                if (pair[1].contains(",")) {
                    settings.putList(pair[0], pair[1].split(","));
                } else {
                    settings.put(pair[0], pair[1]);
                }
            }
        });
        // The port it looks for itself is not used: http.port is among the settings.
        runner.build("-basePath", arguments[0], "-numOfNode", "1", "-baseHttpPort", "0");
        // Whoever started it holds the other end: when that one is gone, however it went, so is this.
        while (System.in.read() != -1) {
        }
        runner.close();
        System.exit(0);
    }
}
