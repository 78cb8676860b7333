namespace KafkaWire;

/// <summary>Makes messages to write of the F# records of an API, such as one of your own, which has no init records.</summary>
/// <example><code>
/// PlaceOrder.Response placed = await protocol.Send(PlaceOrder.api.RequestOf(new PlaceOrder.Request("two coffees", 1, [])), output);
/// server.Respond(request, PlaceOrder.api.ResponseOf(new PlaceOrder.Response(7, "soon", [])), output);
/// </code></example>
public static class ApiMessages
{
    /// <summary>A request to write.</summary>
    /// <param name="api">The API.</param>
    /// <param name="message">The request record of the API.</param>
    public static IKafkaRequest<TResponse> RequestOf<TRequest, TResponse>(this Api<TRequest, TResponse> api, TRequest message)
        where TRequest : class
        where TResponse : class => new ApiRequest<TResponse>(api, message);

    /// <summary>A response to write.</summary>
    /// <param name="api">The API.</param>
    /// <param name="message">The response record of the API.</param>
    public static IKafkaResponse ResponseOf<TRequest, TResponse>(this Api<TRequest, TResponse> api, TResponse message)
        where TRequest : class
        where TResponse : class => new ApiResponse(api, message);

    private sealed class ApiRequest<TResponse>(Api api, object message) : IKafkaRequest<TResponse>
        where TResponse : class
    {
        public Api Api => api;

        public object ToMessage() => message;

        public override string ToString() => MessageText.Format(api.RequestSchema, message);
    }

    private sealed class ApiResponse(Api api, object message) : IKafkaResponse
    {
        public Api Api => api;

        public object ToMessage() => message;

        public override string ToString() => MessageText.Format(api.ResponseSchema, message);
    }
}
