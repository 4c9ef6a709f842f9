package diag

// lowerCodes are the constructs that lowering refuses.
var lowerCodes = []Code{}
