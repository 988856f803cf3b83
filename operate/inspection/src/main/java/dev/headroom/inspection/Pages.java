package dev.headroom.inspection;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The pages of a running Headroom.
public interface Pages {

    /// The JSON answer to a GET.
    ///
    /// @param path such as `/api/headroom/v1/status`
    /// @throws InspectionException when there is none
    JsonNode ask(String path, Map<String, String> parameters);
}
