// Viewer-request function of the CloudFront distribution (cloudfront-js-2.0); the laptop runs this same file.
// oxlint-disable-next-line no-unused-vars -- CloudFront calls it by its name.
function handler(event) {
  var request = event.request;
  // Whoever opens the bare address in a browser wants to know what this is.
  if (request.uri === '/') {
    return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: '/api/docs' } } };
  }
  // A path without a version means the current one: /api/x -> /api/v1/x.
  var match = /^\/api(\/.*)?$/.exec(request.uri);
  if (match && !/^\/v\d+(\/|$)/.test(match[1] || '')) {
    request.uri = '/api/v1' + (match[1] || '');
  }
  // The gateway sees an edge server. Whatever the viewer wrote here is replaced.
  request.headers['x-viewer-address'] = { value: event.viewer.ip };
  return request;
}
